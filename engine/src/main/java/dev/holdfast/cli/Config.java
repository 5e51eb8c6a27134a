package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
 */
record Config(
        @Nullable Path file,
        Optional<AccountId> management,
        Region homeRegion,
        List<Region> regions,
        Map<String, String> roles,
        Map<String, String> accounts,
        Wanted wanted,
        ObjectNode document) {

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
                ConfigDocument.defaults());
        if (!Files.exists(file)) {
            if (option != null) {
                throw Stop.usage("`--config " + option + "` does not exist", "Give an existing file");
            }
            return base;
        }
        List<ContentError> errors = new ArrayList<>();
        Config read = parse(file, base, errors);
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        return read;
    }

    private static Config parse(Path file, Config base, List<ContentError> errors) {
        List<Doc> docs;
        try {
            docs = Yaml.read(file.getFileName().toString(), Files.readAllBytes(file), errors);
        } catch (IOException e) {
            throw Stop.usage("`" + file + "` cannot be read: " + e.getMessage(), "");
        }
        if (docs.isEmpty()) {
            return base;
        }
        Set<String> sections = new TreeSet<>();
        base.document().fieldNames().forEachRemaining(sections::add);
        Doc top = docs.get(0).only(sections);
        if (top.need("version").map(v -> !v.text().equals("1")).orElse(false)) {
            top.error("this Holdfast reads `version: 1`", "");
        }
        ObjectNode document = ConfigDocument.over(base.document(), top.json());
        Optional<Doc> section = top.get("organization");
        if (section.isEmpty()) {
            return new Config(
                    file,
                    base.management(),
                    base.homeRegion(),
                    base.regions(),
                    base.roles(),
                    base.accounts(),
                    base.wanted(),
                    document);
        }
        Doc organization = section.get()
                .only(Wanted.with(Set.of(
                        "management-account",
                        "home-region",
                        "regions",
                        "roles",
                        "accounts",
                        "create",
                        "units",
                        "root-contact",
                        "central-root")));
        Optional<AccountId> management =
                organization.get("management-account").flatMap(d -> valid(d, () -> new AccountId(d.text())));
        Region home = organization
                .get("home-region")
                .flatMap(d -> valid(d, () -> new Region(d.text())))
                .orElse(base.homeRegion());
        List<Region> regions = base.regions();
        Optional<Doc> listed = organization.get("regions");
        if (listed.isPresent() && !(listed.get().isText() && listed.get().text().equals("enabled"))) {
            regions = listed.get().items().stream()
                    .flatMap(d -> valid(d, () -> new Region(d.text())).stream())
                    .toList();
        }
        return new Config(
                file,
                management,
                home,
                regions,
                texts(organization, "roles", Set.of("read", "deploy", "respond", "bootstrap"), base.roles()),
                accounts(organization),
                Wanted.read(organization),
                document);
    }

    private static Map<String, String> texts(Doc from, String key, Set<String> allowed, Map<String, String> base) {
        Map<String, String> out = new TreeMap<>(base);
        from.get(key).ifPresent(d -> d.only(allowed).entries().forEach((name, value) -> out.put(name, value.text())));
        return out;
    }

    private static Map<String, String> accounts(Doc organization) {
        Map<String, String> out = new TreeMap<>();
        organization
                .get("accounts")
                .ifPresent(d -> d.only(Set.of("logging", "audit", "network"))
                        .entries()
                        .forEach((name, value) -> {
                            if (value.isMap() && value.get("name").isPresent()) {
                                out.put(
                                        name,
                                        value.only(Set.of("id", "name", "email"))
                                                .needText("name"));
                                return;
                            }
                            Doc id = value.isMap()
                                    ? value.only(Set.of("id")).need("id").orElse(value)
                                    : value;
                            valid(id, () -> new AccountId(id.text())).ifPresent(a -> out.put(name, a.value()));
                        }));
        return out;
    }

    private static <T> Optional<T> valid(Doc at, java.util.function.Supplier<T> make) {
        try {
            return Optional.of(make.get());
        } catch (IllegalArgumentException e) {
            at.error(String.valueOf(e.getMessage()), "");
            return Optional.empty();
        }
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

    /** The role for a purpose; that for reading when no other is named. */
    String role(String purpose) {
        return roles.getOrDefault(purpose, roles.getOrDefault("read", DEFAULT_ROLE));
    }
}
