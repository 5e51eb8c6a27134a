package dev.holdfast.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one issue of Jira Cloud for each case, found again by a label; later news become comments. A message that was
 * written before is not written again: the issue and its comments are looked at first.
 */
public final class JiraDoor implements Door {
    private static final int LONGEST_SUMMARY = 250;
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final String site;
    private final String project;
    private final String type;
    private final Map<String, String> headers;
    private final Wire wire;

    /**
     * @param site the address of the site, without a path
     * @param project key of the project
     * @param type name of the issues' type
     * @param user who signs in
     * @param token the API token
     * @throws IllegalArgumentException when the address will not do
     */
    public JiraDoor(String site, String project, String type, String user, String token) {
        this.site = Wire.address(site).toString().replaceAll("/+$", "");
        this.project = project;
        this.type = type;
        String basic = Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
        this.headers = Map.of("Authorization", "Basic " + basic);
        this.wire = new Wire(List.of(token, basic));
    }

    @Override
    public String deliver(Notice notice, Instant now) throws Refused {
        String label = "holdfast-" + notice.about();
        Optional<String> known = find(label);
        if (known.isEmpty()) {
            return create(notice, label);
        }
        String path = site + "/rest/api/3/issue/" + URLEncoder.encode(known.get(), StandardCharsets.UTF_8) + "/comment";
        if (notice.kind() != Notice.Kind.OPENED && !told(path, notice)) {
            ObjectNode body = MAKE.objectNode();
            body.set("body", document(notice));
            wire.post(URI.create(path), body.toString(), headers);
        }
        return known.get();
    }

    private Optional<String> find(String label) throws Refused {
        String jql = "project = \"" + project + "\" AND labels = \"" + label.replace("\"", "") + "\"";
        JsonNode answer = wire.get(
                        URI.create(site + "/rest/api/3/search/jql?fields=key&maxResults=1&jql="
                                + URLEncoder.encode(jql, StandardCharsets.UTF_8)),
                        headers)
                .json();
        return Optional.of(answer.at("/issues/0/key").asText()).filter(k -> !k.isEmpty());
    }

    private boolean told(String path, Notice notice) throws Refused {
        JsonNode comments = wire.get(URI.create(path + "?maxResults=100&orderBy=-created"), headers)
                .json()
                .path("comments");
        for (JsonNode comment : comments) {
            if (comment.path("body").toString().contains(notice.id())) {
                return true;
            }
        }
        return false;
    }

    private String create(Notice notice, String label) throws Refused {
        ObjectNode body = MAKE.objectNode();
        ObjectNode fields = body.putObject("fields");
        fields.putObject("project").put("key", project);
        fields.putObject("issuetype").put("name", type);
        String summary = notice.headline();
        fields.put("summary", summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)));
        fields.putArray("labels").add("holdfast").add(label);
        fields.set("description", document(notice));
        return wire.post(URI.create(site + "/rest/api/3/issue"), body.toString(), headers)
                .json()
                .path("key")
                .asText("");
    }

    /** In Atlassian's document format, where text is only text. */
    private static ObjectNode document(Notice notice) {
        ObjectNode out = MAKE.objectNode().put("type", "doc").put("version", 1);
        ArrayNode content = out.putArray("content");
        paragraph(content, notice.headline());
        notice.lines().stream().filter(l -> !l.isBlank()).forEach(line -> paragraph(content, line));
        paragraph(content, "Holdfast " + notice.id());
        return out;
    }

    private static void paragraph(ArrayNode content, String text) {
        content.addObject()
                .put("type", "paragraph")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", text);
    }
}
