package dev.holdfast.config;

import dev.holdfast.config.ConfigFile.Checked;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is said of a text, in short: for tests. */
final class Say {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    private Say() {}

    static Checked check(String text) {
        return check(text, Ground.bare(TODAY));
    }

    static Checked check(String text, Ground ground) {
        return ConfigFile.read("holdfast.yaml", text.getBytes(StandardCharsets.UTF_8), ground);
    }

    static List<String> wrong(String text) {
        return check("version: 1\n" + text).errors().stream()
                .map(Object::toString)
                .toList();
    }

    static List<String> doubtful(String text) {
        return check("version: 1\n" + text).warnings().stream()
                .map(Object::toString)
                .toList();
    }

    /** Where the organization is known to have these. */
    static List<String> wrong(String text, Set<String> units, Set<String> accounts) {
        Ground ground = new Ground(TODAY, Optional.of(new Ground.Known(units, accounts)));
        return check("version: 1\n" + text, ground).errors().stream()
                .map(Object::toString)
                .toList();
    }
}
