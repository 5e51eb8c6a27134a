package dev.holdfast.cli;

import dev.holdfast.config.ProgramChoice;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.content.ProgramReader;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What follows from the section {@code program} with the content there is. */
final class ProgramChoices {
    private ProgramChoices() {}

    static ProgramChoice of(Doc top, ContentFolder content, LocalDate today) {
        Set<String> available = new HashSet<>(runbooks(content));
        Library.whole(content, FrameworkReader::read).stream()
                .map(Framework::id)
                .forEach(available::add);
        return ProgramChoice.of(top, Library.whole(content, ProgramReader::read), available, today);
    }

    /** Ids of the runbooks, without reading what is in them. */
    static Set<String> runbooks(ContentFolder content) {
        Set<String> out = new HashSet<>();
        List<ContentError> elsewhere = new ArrayList<>();
        content.units("runbooks", elsewhere).forEach(unit -> out.add(unit.id()));
        return out;
    }

    /** The choice of a verb's configuration; stops when the section is wrong. */
    static ProgramChoice of(Config config, ContentFolder content, LocalDate today) {
        Doc top = config.top();
        if (top == null || top.get("program").isEmpty()) {
            return new ProgramChoice(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        }
        ProgramChoice choice = of(top, content, today);
        if (!choice.errors().isEmpty()) {
            throw new Problems(choice.errors());
        }
        return choice;
    }
}
