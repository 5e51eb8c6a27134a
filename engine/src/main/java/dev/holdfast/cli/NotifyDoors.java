package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Severity;
import dev.holdfast.notify.Door;
import dev.holdfast.notify.EmailDoor;
import dev.holdfast.notify.JiraDoor;
import dev.holdfast.notify.PagerDutyDoor;
import dev.holdfast.notify.SlackDoor;
import dev.holdfast.notify.SmtpServer;
import dev.holdfast.notify.WebhookDoor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The doors of {@code notify} in holdfast.yaml. Their secrets are read when they are used, and kept nowhere. */
final class NotifyDoors {
    private static final int LONGEST_SECRET = 8_192;

    private final Config config;
    private final Surroundings here;

    NotifyDoors(Config config, Surroundings here) {
        this.config = config;
        this.here = here;
    }

    /**
     * A door as it is written down.
     *
     * @param name what it is called
     * @param kind what sort it is
     * @param atLeast the least severity it is told
     * @param node the whole entry
     */
    record Written(String name, String kind, Severity atLeast, JsonNode node) {}

    List<Written> all() {
        List<Written> out = new ArrayList<>();
        config.document()
                .path("notify")
                .forEach(node -> out.add(new Written(
                        node.path("name").asText(),
                        node.path("kind").asText(),
                        Severity.valueOf(
                                node.path("at-least").asText("informational").toUpperCase(Locale.ROOT)),
                        node)));
        return out;
    }

    /** @throws IllegalArgumentException when something is missing or will not do; never holds a secret */
    Door open(Written written) {
        JsonNode node = written.node();
        return switch (written.kind()) {
            case "webhook" -> new WebhookDoor(need(node, "url"), may(node, "secret"));
            case "slack" -> new SlackDoor(need(node, "url"));
            case "jira" ->
                new JiraDoor(
                        need(node, "url"),
                        need(node, "project"),
                        node.path("issue-type").asText("Task"),
                        need(node, "user"),
                        need(node, "token"));
            case "pagerduty" ->
                new PagerDutyDoor(node.has("url") ? need(node, "url") : PagerDutyDoor.USUAL, need(node, "key"));
            case "email" -> {
                List<String> to = new ArrayList<>();
                node.path("to").forEach(t -> to.add(t.asText()));
                String security = node.path("security").asText("starttls").toUpperCase(Locale.ROOT);
                yield new EmailDoor(
                        new SmtpServer(
                                need(node, "host"),
                                node.path("port").asInt(security.equals("TLS") ? 465 : 587),
                                SmtpServer.Security.valueOf(security),
                                may(node, "user"),
                                may(node, "password")),
                        need(node, "from"),
                        to);
            }
            default -> throw new IllegalArgumentException("there is no kind of door `" + written.kind() + "`");
        };
    }

    private String need(JsonNode node, String key) {
        String value = may(node, key);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("`" + key + "` is missing");
        }
        return value;
    }

    private String may(JsonNode node, String key) {
        String text = node.path(key).asText("");
        if (text.startsWith("env:")) {
            String name = text.substring("env:".length());
            return here.variable(name)
                    .map(String::strip)
                    .orElseThrow(() -> new IllegalArgumentException("the variable `" + name + "` is not set"));
        }
        if (text.startsWith("file:")) {
            Path file = here.folder().resolve(text.substring("file:".length()));
            try (InputStream in = Files.newInputStream(file)) {
                return new String(in.readNBytes(LONGEST_SECRET), StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException("the file `" + file + "` cannot be read", e);
            }
        }
        return text;
    }
}
