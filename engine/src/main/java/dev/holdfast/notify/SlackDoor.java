package dev.holdfast.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Posts to an incoming webhook of Slack. Its address is a secret. Slack knows no repetition: after a crash at the wrong
 * moment a message may stand there twice.
 */
public final class SlackDoor implements Door {
    /** Source: Slack, text object of a section block. */
    private static final int LONGEST = 2_900;

    private final URI url;
    private final Wire wire;

    /**
     * @param url of the incoming webhook
     * @throws IllegalArgumentException when the address will not do
     */
    public SlackDoor(String url) {
        this.url = Wire.address(url);
        this.wire = new Wire(List.of(url, this.url.getRawPath()));
    }

    @Override
    public String deliver(Notice notice, Instant now) throws Refused {
        StringBuilder text =
                new StringBuilder("*").append(escaped(notice.headline())).append("*");
        for (String line : notice.lines()) {
            text.append('\n').append(escaped(line));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("text", escaped(notice.headline()));
        ArrayNode blocks = body.putArray("blocks");
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                .put("text", text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text.toString());
        wire.post(url, body.toString(), Map.of());
        return "";
    }

    /** Source: Slack, escaping text: these three alone. The formatting signs of a log's own text are taken apart. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("*", "∗")
                .replace("`", "'");
    }
}
