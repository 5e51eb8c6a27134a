package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a record happened that has not become a tree: account, region and machine as {@link EventPlaces} tells them of its
 * event, by the members of the record itself that a {@link Sieve} knows. Where they may stand deeper, or are no single text,
 * that is not known and the record must be read whole. One thread.
 */
public final class RecordPlaces {
    /** A member; when it is only the way to what is looked for, nothing is known of a record that has it. */
    private record Step(int number, boolean whole) {}

    private final List<String> names = new ArrayList<>();
    private final List<Step> account;
    private final List<Step> region;
    private final List<Step> machine;
    private final int before;

    private String itsAccount = "";
    private String itsRegion = "";
    private String itsMachine = "";

    RecordPlaces(List<Field> account, List<Field> region, List<Field> machine, int before) {
        this.before = before;
        this.account = steps(account);
        this.region = steps(region);
        this.machine = steps(machine);
    }

    private List<Step> steps(List<Field> fields) {
        List<Step> out = new ArrayList<>();
        for (Field field : fields) {
            for (FieldPath place : field.places()) {
                out.add(new Step(number(place.names().get(0)), place.names().size() == 1));
            }
        }
        return List.copyOf(out);
    }

    private int number(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
        return before + names.indexOf(name);
    }

    /** Members that a sieve must be asked for beside others, whose numbers follow on those. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** Takes the places from the record that the sieve read last; false where they are not known. */
    public boolean read(Sieve sieve) {
        String one = first(account, sieve);
        String two = first(region, sieve);
        String three = first(machine, sieve);
        if (one == null || two == null || three == null) {
            return false;
        }
        itsAccount = one;
        itsRegion = two;
        itsMachine = three;
        return true;
    }

    /** Null where it is not known. */
    private static @Nullable String first(List<Step> steps, Sieve sieve) {
        for (Step step : steps) {
            if (sieve.isPresent(step.number())) {
                String text = step.whole() ? sieve.text(step.number()) : "";
                return text.isEmpty() || text.length() > EventView.MAX_TEXT ? null : text;
            }
        }
        return "";
    }

    /** The account of the record last read. */
    public String account() {
        return itsAccount;
    }

    /** Its region. */
    public String region() {
        return itsRegion;
    }

    /** Its machine. */
    public String machine() {
        return itsMachine;
    }
}
