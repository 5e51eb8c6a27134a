package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.GrowingFolder;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run set out to read. Kept beside the growing snapshot, so that a run that died can be carried on as it was meant.
 *
 * @param started when it began
 * @param organization where it reads
 * @param tables names of the tables that it reads
 * @param content digest of their definitions
 * @param base name of the snapshot whose other tables are taken over, null when none
 */
public record RunPlan(
        Instant started,
        Organization organization,
        List<String> tables,
        String content,
        @Nullable String base) {
    private static final String FILE = "run.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The digest of what decides how tables are read. */
    public static String digest(List<TableDefinition> tables) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        new TreeMap<>(tables.stream().collect(java.util.stream.Collectors.toMap(TableDefinition::name, t -> t)))
                .values()
                .forEach(table -> {
                    ObjectNode one = all.addObject()
                            .put("name", table.name())
                            .put("columns", table.columns().toString());
                    one.put("extent", table.extent().name());
                    ArrayNode calls = one.putArray("calls");
                    for (TableCall call : table.calls()) {
                        ObjectNode with = calls.addObject()
                                .put("call", call.name())
                                .put("items", String.valueOf(call.items()))
                                .put("expects", call.expects().toString())
                                .putObject("with");
                        call.with().forEach(with::set);
                    }
                });
        return CanonicalJson.of(all).sha256();
    }

    void save(GrowingFolder folder) throws IOException {
        ObjectNode out = JSON.createObjectNode().put("started", started.toString());
        out.put("content", content).put("base", base);
        tables.forEach(out.putArray("tables")::add);
        out.put("organization", organization.id());
        AccountId management = organization.management();
        out.put("management", management == null ? null : management.value());
        organization.regions().forEach(r -> out.withArray("regions").add(r.value()));
        accounts(out.putArray("accounts"), organization.accounts());
        accounts(out.putArray("closed"), organization.closed());
        Path partial = folder.file(FILE + ".tmp");
        Files.writeString(partial, out.toPrettyString());
        Files.move(partial, folder.file(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void accounts(ArrayNode out, List<Organization.Account> accounts) {
        accounts.forEach(a ->
                out.addObject().put("id", a.id().value()).put("name", a.name()).put("status", a.status()));
    }

    /** The plan of an interrupted run; empty when it died before it had one. */
    public static Optional<RunPlan> load(GrowingFolder folder) {
        Path file = folder.file(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode in = JSON.readTree(Files.readAllBytes(file));
            List<String> tables = new ArrayList<>();
            in.path("tables").forEach(t -> tables.add(t.asText()));
            List<Region> regions = new ArrayList<>();
            in.path("regions").forEach(r -> regions.add(new Region(r.asText())));
            String management = in.path("management").asText("");
            return Optional.of(new RunPlan(
                    Instant.parse(in.path("started").asText()),
                    new Organization(
                            in.path("organization").isTextual()
                                    ? in.path("organization").asText()
                                    : null,
                            in.path("management").isTextual() ? new AccountId(management) : null,
                            accounts(in.path("accounts")),
                            regions,
                            accounts(in.path("closed"))),
                    tables,
                    in.path("content").asText(),
                    in.path("base").isTextual() ? in.path("base").asText() : null));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Organization.Account> accounts(JsonNode in) {
        List<Organization.Account> out = new ArrayList<>();
        in.forEach(a -> out.add(new Organization.Account(
                new AccountId(a.path("id").asText()),
                a.path("name").asText(),
                a.path("status").asText())));
        return out;
    }
}
