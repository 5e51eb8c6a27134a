package dev.holdfast.content;

import dev.holdfast.model.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Sigma document says about itself.
 *
 * @param id the content unit's id; where a file holds several documents that find, `#` and the document's name follow
 * @param title one line
 * @param name what correlations call it by, null when none
 * @param uuid Sigma's own id, null when none
 * @param description why it matters, may be empty
 * @param level how bad a hit is
 * @param attack ATT&amp;CK technique ids from its tags, such as {@code T1098.001}
 * @param tests its own examples
 * @param respond id of the runbook that answers it, null when none
 * @param told true when the log's own word on how bad it is counts, where there is one: it is another tool's finding
 * @param place where the document begins
 */
public record SigmaMeta(
        String id,
        String title,
        @Nullable String name,
        @Nullable String uuid,
        String description,
        Severity level,
        List<String> attack,
        List<DetectionExample> tests,
        @Nullable String respond,
        boolean told,
        SigmaPlace place) {
    /** True when a correlation's reference means this document. */
    boolean called(String reference) {
        return reference.equals(name) || reference.equals(uuid);
    }
}
