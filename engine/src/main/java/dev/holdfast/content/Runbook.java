package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.NistFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runbook, fix or drill: an AWS Systems Manager Automation document (schema 0.3) with Holdfast's own block at the top
 * and per step. The document says what to do, the blocks say how to do it safely.
 *
 * @param id its path below the content folder, such as {@code fixes/s3/block-public-access}
 * @param description for people
 * @param parameters by name, in the document's order
 * @param settings Holdfast's block at the top
 * @param steps in the document's order
 * @param source the whole document as JSON, Holdfast's blocks included, shared blocks in place
 * @param authored the same as it was written, with calls of shared blocks
 */
public record Runbook(
        String id,
        String description,
        Map<String, Parameter> parameters,
        Settings settings,
        List<RunbookStep> steps,
        JsonNode source,
        JsonNode authored) {

    /** What happens with the writes already made when a step fails for good. */
    public enum OnFailure {
        /** They stay: nothing is un-contained by accident. A person decides. */
        HOLD,
        /** They are undone in reverse order. */
        UNWIND
    }

    /** What Holdfast itself can put into a parameter that nobody gave. */
    public enum Fill {
        /** The account of the target. */
        ACCOUNT,
        /** The region of the target. */
        REGION,
        /** When the run was planned, ISO 8601 in UTC. */
        START_TIME,
        /** The day ninety days after the run was planned, ISO 8601, in UTC. */
        REVIEW_DATE,
        /** Ten characters that no other run has, lower-case letters and digits. */
        RUN_TOKEN
    }

    /**
     * One parameter.
     *
     * @param name as referred to by {@code {{ name }}}
     * @param type {@code String}, {@code StringList}, {@code Boolean}, {@code Integer}, {@code StringMap} or {@code MapList}
     * @param description for people
     * @param fallback the default, null when it must be given
     * @param allowedPattern RE2 pattern that the whole text must match, empty when any does
     * @param allowedValues the values allowed, empty when any is
     */
    public record Parameter(
            String name,
            String type,
            String description,
            @Nullable JsonNode fallback,
            String allowedPattern,
            List<JsonNode> allowedValues) {}

    /**
     * Holdfast's block at the top.
     *
     * @param title one sentence
     * @param function the NIST function it serves
     * @param onFailure what happens with writes already made when it fails
     * @param target RE2 pattern over a finding's resource whose named groups give parameters, empty when it is started
     *     by hand
     * @param fill parameters that Holdfast can fill
     * @param find parameters that Holdfast can read, when nobody gave them
     * @param exists reading that finds nothing when the target is gone, null when that needs no question
     * @param owner reading of the tags that tell whether CloudFormation or Terraform owns the target, null when none
     * @param notes for people, empty when none
     * @param baseline where and when it is deployed, null for what is no part of the baseline
     * @param trigger what starts it: {@code guardduty} finding types, {@code rules} of ours, {@code checks}, {@code
     *     other} signs; empty for what is no incident runbook
     */
    public record Settings(
            String title,
            NistFunction function,
            OnFailure onFailure,
            String target,
            Map<String, Fill> fill,
            Map<String, Reading> find,
            @Nullable Reading exists,
            @Nullable Reading owner,
            String notes,
            @Nullable Baseline baseline,
            Map<String, List<String>> trigger) {}

    /**
     * A call to AWS with {@code {{ references }}} still in it.
     *
     * @param service service prefix
     * @param api API name
     * @param members the request
     * @param each what is asked about each thing that the answer lists, null when nothing is
     */
    public record Request(
            String service,
            String api,
            ObjectNode members,
            @Nullable Each each) {
        /** Without further questions. */
        public Request(String service, String api, ObjectNode members) {
            this(service, api, members, null);
        }

        /** {@code service:Api}. */
        public String operation() {
            return service + ":" + api;
        }
    }

    /**
     * A call that is made for each thing that another call lists by its id alone; the answers stand beside the list as
     * {@code Each}.
     *
     * @param items JMESPath of the ids in the first answer
     * @param request the call, with {@code {{ each }}} where the id goes
     */
    public record Each(String items, Request request) {
        /** What stands for the id. */
        public static final String ITEM = "each";
    }

    /**
     * A reading of one value.
     *
     * @param request a call that only reads
     * @param selector JMESPath into the answer; references in it become literals
     * @param absentOn error codes that mean that there is nothing there
     * @param survey the same value out of a list that tells it of many things at once, for plans; null when there is none
     */
    public record Reading(
            Request request,
            String selector,
            List<String> absentOn,
            @Nullable Reading survey) {}

    public Runbook {
        steps = List.copyOf(steps);
    }

    /** Finds a step, also inside loops. */
    public Optional<RunbookStep> step(String name) {
        return RunbookStep.flat(steps).stream()
                .filter(s -> s.name().equals(name))
                .findFirst();
    }

    /** Names exactly this text of the document: SHA-256 of its canonical form. */
    public String digest() {
        return CanonicalJson.of(source).sha256();
    }

    /** The name that a document has in Systems Manager once it is published. */
    public static String publishedName(String id) {
        return "Holdfast-" + id.substring(id.indexOf('/') + 1).replace('/', '-');
    }

    /** The document as AWS Systems Manager takes it: without Holdfast's blocks, shared blocks called by their names. */
    public JsonNode publishable() {
        ObjectNode out = authored.deepCopy();
        out.remove("holdfast");
        strip(out.path("mainSteps"));
        return out;
    }

    private static void strip(JsonNode steps) {
        if (steps instanceof ArrayNode list) {
            for (JsonNode step : list) {
                ((ObjectNode) step).remove("holdfast");
                if (step.path("action").asText().equals(BlockExpander.CALL)) {
                    ObjectNode inputs = (ObjectNode) step.path("inputs");
                    inputs.put(
                            "DocumentName",
                            publishedName(inputs.path("DocumentName").asText()));
                }
                strip(step.path("inputs").path("Steps"));
            }
        }
    }
}
