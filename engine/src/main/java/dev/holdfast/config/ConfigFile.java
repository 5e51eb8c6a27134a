package dev.holdfast.config;

import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.ContentError;
import java.util.List;
import java.util.Optional;

/** Reads {@code holdfast.yaml} and tells all that is wrong with it at once: first its form, then its sense. */
public final class ConfigFile {
    /** The largest file read, in bytes. */
    public static final int MOST_BYTES = 512 * 1024;

    private static final int LONGEST_TEXT = 20_000;
    private static final List<Concern> CONCERNS = List.of(
            new UnitTree(),
            new Purposes(),
            new References(),
            new Names(),
            new Networks(),
            new Schedules(),
            new Retention(),
            new RegionScope(),
            new Together(),
            new Reasons(),
            new RootRegister(),
            new PlanRegister());

    private ConfigFile() {}

    /**
     * A file that was read.
     *
     * @param top the document; empty when it is not YAML or empty
     * @param errors what is wrong, by place; with any the file must not be used
     * @param warnings what a person should look at, by place
     */
    public record Checked(Optional<Doc> top, List<ContentError> errors, List<ContentError> warnings) {}

    /**
     * Reads and checks.
     *
     * @param file its name, for messages
     * @param bytes its content
     * @param ground what it is held against
     */
    public static Checked read(String file, byte[] bytes, Ground ground) {
        Complaints say = new Complaints();
        if (bytes.length > MOST_BYTES) {
            return refused(new ContentError(
                    file, 1, 0, "larger than " + MOST_BYTES + " bytes", "Take out what is not needed"));
        }
        List<Doc> docs = Yaml.read(file, bytes, say.errors());
        if (!say.errors().isEmpty()) {
            return new Checked(Optional.empty(), say.wrongs(), List.of());
        }
        if (docs.size() != 1 || docs.getFirst().isNull()) {
            String problem = docs.size() > 1 ? "holds " + docs.size() + " documents" : "says nothing";
            return refused(new ContentError(file, 1, 0, problem, "Write one document that begins with `version: 1`"));
        }
        Branch top = new Branch("", docs.getFirst());
        plain(top, say);
        if (say.errors().isEmpty()) {
            ConfigSchema.shipped().check(top, say);
            CONCERNS.forEach(concern -> concern.look(top, ground, say));
        }
        return new Checked(Optional.ofNullable(top.doc()), say.wrongs(), say.doubts());
    }

    private static Checked refused(ContentError error) {
        return new Checked(Optional.empty(), List.of(error), List.of());
    }

    /** One value, one place: what a line means must not depend on another far away. */
    private static void plain(Branch at, Complaints say) {
        Doc doc = at.doc();
        if (doc == null) {
            return;
        }
        if (doc.anchored()) {
            say.wrong(
                    at,
                    "anchors and aliases (`&name`, `*name`) are not read here",
                    "Write the value where it is meant");
            return;
        }
        if (doc.isMap()) {
            at.members().forEach((key, member) -> plain(member, say));
        } else if (doc.isList()) {
            at.items().forEach(item -> plain(item, say));
        } else if (doc.isText() && doc.text().length() > LONGEST_TEXT) {
            say.wrong(at, "a text of more than " + LONGEST_TEXT + " characters", "Shorten it");
        }
    }
}
