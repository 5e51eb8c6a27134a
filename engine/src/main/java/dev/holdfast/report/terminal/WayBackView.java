package dev.holdfast.report.terminal;

import dev.holdfast.model.WayBack;
import dev.holdfast.report.AccountNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The way back to operations, layer by layer. */
public final class WayBackView {
    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names of accounts
     */
    public WayBackView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** The steps in order, then circles and what is to be known. */
    public List<String> lines(WayBack way) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("The way back") + "  " + style.safe(way.title())
                + style.dim("  " + style.safe(way.caseId())));
        lines.add("First bad event " + way.firstBad() + "; settings by the snapshot "
                + (way.from() == null ? "none from before" : style.safe(way.from())));
        if (way.assumed()) {
            lines.add("Nobody named what is affected: everything that holds data in the account was taken.");
        }
        String layer = "";
        for (WayBack.Step step : way.steps()) {
            if (!step.layer().equals(layer)) {
                layer = step.layer();
                lines.add("");
                lines.add(style.bold(layer.replace('-', ' ')));
            }
            String after = step.needs().isEmpty()
                    ? ""
                    : "  after " + step.needs().stream().map(String::valueOf).collect(Collectors.joining(", "));
            lines.add("  " + step.n() + ". " + style.safe(step.say())
                    + style.dim("  " + style.safe(names.label(step.account())) + " " + step.region() + after
                            + (step.approval() ? "  needs approval" : "")));
            step.changes().forEach(c -> lines.add("       " + style.safe(c)));
        }
        for (List<String> circle : way.circles()) {
            lines.add("");
            lines.add("These need each other and come together, first empty and then filled: "
                    + style.safe(String.join(", ", circle)));
        }
        if (!way.addedSince().isEmpty()) {
            lines.add("");
            lines.add("Appeared since, look at each: " + way.addedSince().size());
            way.addedSince().stream().limit(10).forEach(a -> lines.add("  " + style.safe(a)));
        }
        way.problems().forEach(p -> lines.add(style.safe("Not possible: " + p)));
        return lines;
    }
}
