package dev.holdfast.report.data;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.holdfast.model.Finding;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Verdicts as indented JSON. What all verdicts of a check with one outcome have in common is made once: a large
 * organization has millions of verdicts that differ in four texts. The bytes are those of {@link Json#pretty}.
 */
final class VerdictText {
    /** Stands for a text that differs; no content holds it. */
    private static final String MARK = "\uE000";

    private final String line;
    private final Function<Finding, String> whole;
    private final Map<String, Form> forms = new HashMap<>();

    /** What is common to verdicts like {@code first}, cut where the others differ. */
    private record Form(Finding first, String[] parts) {
        boolean fits(Finding other) {
            return first.title().equals(other.title())
                    && first.function() == other.function()
                    && first.severity() == other.severity()
                    && first.remediation().equals(other.remediation())
                    && String.valueOf(first.fix()).equals(String.valueOf(other.fix()))
                    && first.frameworks().equals(other.frameworks());
        }
    }

    /**
     * @param line a line feed and the indent of what is written
     * @param whole gives a verdict as indented JSON without such an indent
     */
    VerdictText(String line, Function<Finding, String> whole) {
        this.line = line;
        this.whole = whole;
    }

    /** The JSON of a verdict, without the indent before its first line. */
    CharSequence of(Finding finding) {
        if (finding.unread() != null || finding.decision() != null) {
            return text(finding);
        }
        String key = finding.rule() + "|" + finding.outcome();
        Form form = forms.get(key);
        if (form == null || !form.fits(finding)) {
            String[] parts = text(marked(finding)).split(MARK, -1);
            if (parts.length != 5) {
                return text(finding);
            }
            form = new Form(finding, parts);
            forms.put(key, form);
        }
        StringBuilder out = new StringBuilder(form.parts()[4].length() + 512);
        out.append(form.parts()[0]);
        add(out, finding.resource());
        out.append(form.parts()[1]);
        add(out, finding.account());
        out.append(form.parts()[2]);
        add(out, finding.region());
        out.append(form.parts()[3]);
        add(out, finding.reason());
        return out.append(form.parts()[4]);
    }

    private String text(Finding finding) {
        return whole.apply(finding).stripTrailing().replace("\n", line);
    }

    private static void add(StringBuilder out, String text) {
        if (plain(text)) {
            out.append(text);
            return;
        }
        out.append(Steering.spelled(new String(JsonStringEncoder.getInstance().quoteAsString(text))));
    }

    /** True for text that JSON spells as it is. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static Finding marked(Finding f) {
        return new Finding(
                f.kind(),
                f.rule(),
                f.title(),
                f.function(),
                f.severity(),
                f.outcome(),
                MARK,
                MARK,
                MARK,
                MARK,
                f.frameworks(),
                f.remediation(),
                f.fix(),
                f.sighting());
    }
}
