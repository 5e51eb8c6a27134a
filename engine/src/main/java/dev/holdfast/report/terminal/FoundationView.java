package dev.holdfast.report.terminal;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.FindingGroup;
import dev.holdfast.report.Phrases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The foundation's questions as a checklist: each with its answer, and for what is not well the first reason. */
public final class FoundationView {
    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public FoundationView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** One line for each question of the function {@code identify}, and one more for each that is not answered well. */
    public List<String> lines(Collection<Finding> findings) {
        List<FindingGroup> questions =
                FindingGroup.of(findings.stream()
                                .filter(finding -> finding.function() == NistFunction.IDENTIFY)
                                .toList())
                        .stream()
                        .sorted(Comparator.comparing(FindingGroup::rule))
                        .toList();
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("The foundation"));
        if (questions.isEmpty()) {
            lines.add("  No question about the foundation was asked.");
            return lines;
        }
        questions.forEach(question -> lines.addAll(question(question)));
        long well = questions.stream()
                .filter(question -> question.worst() == Outcome.PASS)
                .count();
        lines.add("");
        lines.add("  " + well + " of " + Phrases.count(questions.size(), "question", "questions")
                + " answered as one would wish.");
        return lines;
    }

    private List<String> question(FindingGroup question) {
        Outcome worst = question.worst();
        String mark = style.outcome(worst, style.outcomeShape(worst));
        String share = question.findings().size() == 1
                ? ""
                : "  "
                        + style.dim(Phrases.number(question.count(Outcome.PASS)) + " of "
                                + Phrases.number(question.findings().size()));
        List<String> lines = new ArrayList<>();
        lines.add("  " + mark + " " + style.safe(question.title()) + share);
        if (worst == Outcome.FAIL || worst == Outcome.UNKNOWN || worst == Outcome.MANUAL) {
            Finding first = question.findings().getFirst();
            String where = first.account().isEmpty() ? "" : names.label(first.account()) + ": ";
            long others = question.count(worst) - 1;
            String more = others == 0 ? "" : " (and " + Phrases.number(others) + " more)";
            DisplayText.wrap(style.safe(where + first.reason() + more), style.width() - 4)
                    .forEach(line -> lines.add("    " + style.dim(line)));
        }
        return lines;
    }
}
