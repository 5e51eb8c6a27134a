package dev.holdfast.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Written one by one, the bytes are those of one tree. */
class StreamedFormatsTest {
    @Test
    void itemsAreWrittenIntoTheirPlaceInTheFrame() {
        for (int count : List.of(0, 1, 3)) {
            ObjectNode frame = Json.object().put("name", "a [ ] in a text");
            ObjectNode inner = frame.putArray("runs").addObject();
            inner.putArray("rules");
            inner.putArray("results");
            List<ObjectNode> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ObjectNode item = Json.object().put("line", "one\ntwo [ ]");
                item.putObject("empty");
                item.putArray("list").add(i);
                items.add(item);
            }
            ObjectNode whole = frame.deepCopy();
            items.forEach(((com.fasterxml.jackson.databind.node.ArrayNode)
                    whole.path("runs").path(0).path("results"))::add);
            assertThat(Written.text(out -> Json.write(out, frame, 4, items))).isEqualTo(Json.pretty(whole));
        }
    }
}
