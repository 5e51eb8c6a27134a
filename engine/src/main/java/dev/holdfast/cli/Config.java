package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.ConfigFile;
import dev.holdfast.config.Ground;
import dev.holdfast.content.Doc;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the programme: {@code holdfast.yaml}, and for what it leaves out the environment.
 *
 * @param file the file read, null when there is none
 * @param management the management account, empty when not configured
 * @param homeRegion where global services are called
 * @param regions regions in scope; empty means all enabled ones
 * @param roles purpose ({@code read}, {@code deploy}, {@code respond}) to role name
 * @param accounts purpose ({@code logging}, {@code audit}) to account id or name
 * @param wanted what the company says of itself, for checks
 * @param document the whole file over what holds where it is silent
 * @param top the file as it was written, null when there is none
 * @param warnings what a person should look at
 */
record Config(
        @Nullable Path file,
        Optional<AccountId> management,
        Region homeRegion,
        List<Region> regions,
        Map<String, String> roles,
        Map<String, String> accounts,
        Wanted wanted,
        ObjectNode document,
        @Nullable Doc top,
        List<ContentError> warnings) {

    /** The purpose of the role that answers incidents. */
    static final String RESPOND = "respond";

    /** The role that organizations make in every account they create. Source: AWS Organizations User Guide. */
    private static final String DEFAULT_ROLE = "OrganizationAccountAccessRole";

    static Config read(@Nullable Path option, Surroundings here) {
        Path file = here.folder().resolve(option == null ? Path.of("holdfast.yaml") : option);
        Config base = new Config(
                null,
                Optional.empty(),
                new Region(here.variable("AWS_REGION")
                        .or(() -> here.variable("AWS_DEFAULT_REGION"))
                        .orElse("us-east-1")),
                here.variable("HOLDFAST_REGIONS").map(Config::regions).orElse(List.of()),
                here.variable("HOLDFAST_ROLE").map(r -> Map.of("read", r)).orElse(Map.of()),
                Map.of(),
                Wanted.NOTHING,
                ConfigDocument.defaults(),
                null,
                List.of());
        if (!Files.exists(file)) {
            if (option != null) {
                throw Stop.usage("`--config " + option + "` does not exist", "Give an existing file");
            }
            return base;
        }
        ConfigFile.Checked checked =
                ConfigFile.read(file.getFileName().toString(), bytes(file), Ground.bare(today(here)));
        if (!checked.errors().isEmpty() || checked.top().isEmpty()) {
            throw new Problems(checked.errors());
        }
        return of(file, checked.top().get(), base, checked.warnings());
    }

    static LocalDate today(Surroundings here) {
        return here.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** The bytes of a configuration, and no more than one byte beyond the largest that is read. */
    static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ConfigFile.MOST_BYTES + 1);
        } catch (IOException e) {
            throw Stop.usage("`" + file + "` cannot be read: " + e.getMessage(), "");
        }
    }

    /** @param top of the right form */
    private static Config of(Path file, Doc top, Config base, List<ContentError> warnings) {
        ObjectNode document = ConfigDocument.over(base.document(), top.json());
        PolicyFiles.into(document, file);
        Optional<Doc> organization = top.get("organization");
        Optional<Doc> listed = organization.flatMap(o -> o.get("regions")).filter(Doc::isList);
        return new Config(
                file,
                organization.flatMap(o -> o.get("management-account")).map(d -> new AccountId(d.text())),
                organization
                        .flatMap(o -> o.get("home-region"))
                        .map(d -> new Region(d.text()))
                        .orElse(base.homeRegion()),
                listed.map(l -> l.items().stream()
                                .map(d -> new Region(d.text()))
                                .toList())
                        .orElse(base.regions()),
                roles(organization, base.roles()),
                organization.map(Config::accounts).orElse(base.accounts()),
                organization.map(Wanted::read).orElse(base.wanted()),
                document,
                top,
                warnings);
    }

    private static Map<String, String> roles(Optional<Doc> organization, Map<String, String> base) {
        Map<String, String> out = new TreeMap<>(base);
        organization
                .flatMap(o -> o.get("roles"))
                .ifPresent(d -> d.entries().forEach((name, value) -> out.put(name, value.text())));
        return out;
    }

    /** Purpose to id or name; an account without either is none yet. */
    private static Map<String, String> accounts(Doc organization) {
        Map<String, String> out = new TreeMap<>();
        organization
                .get("accounts")
                .ifPresent(all -> all.entries().forEach((purpose, account) -> {
                    String named = account.isMap() ? account.text("id", "") : account.text();
                    String who = named.isEmpty() && account.isMap() ? account.text("name", "") : named;
                    if (!who.isEmpty()) {
                        out.put(purpose, who);
                    }
                }));
        return out;
    }

    /** Regions from a comma-separated list. */
    static List<Region> regions(String text) {
        List<Region> out = new ArrayList<>();
        for (String word : text.split(",")) {
            try {
                out.add(new Region(word.strip()));
            } catch (IllegalArgumentException e) {
                throw Stop.usage(String.valueOf(e.getMessage()), "");
            }
        }
        return out;
    }

    /** The role for a purpose: incidents are answered with that of `deploy`, and all is done with that of `read`, where no other is named. */
    String role(String purpose) {
        String reading = roles.getOrDefault("read", DEFAULT_ROLE);
        String otherwise = purpose.equals(RESPOND) ? roles.getOrDefault("deploy", reading) : reading;
        return roles.getOrDefault(purpose, otherwise);
    }
}
