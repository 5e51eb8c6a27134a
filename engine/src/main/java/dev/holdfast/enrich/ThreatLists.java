package dev.holdfast.enrich;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What others warn of: addresses, networks, names, digests, key ids. Lists are STIX 2 bundles, CSV with a heading, or plain
 * lines ({@code #} begins a comment). At most {@value #MOST} entries in all.
 */
public final class ThreatLists {
    static final int MOST = 500_000;
    private static final int MAX_LINE = 4_096;
    private static final Set<String> COLUMNS = Set.of(
            "indicator",
            "value",
            "ioc",
            "ip",
            "ip_address",
            "dst_ip",
            "address",
            "cidr",
            "domain",
            "host",
            "hash",
            "sha256");

    private final Prefixes<String> networks = new Prefixes<>();
    private final Map<String, String> words = new HashMap<>();
    private final Instant now;

    /** @param now entries whose time is up by then are left out */
    public ThreatLists(Instant now) {
        this.now = now;
    }

    /**
     * A match.
     *
     * @param list the list's name
     * @param value what is listed
     */
    public record Listed(String list, String value) {}

    /** How many entries there are. */
    public int size() {
        return networks.size() + words.size();
    }

    /**
     * Reads a list of any of the three forms.
     *
     * @param name what people call it
     * @param in its bytes
     * @throws IOException when it cannot be read, is too large, or holds nothing
     */
    public void read(String name, InputStream in) throws IOException {
        int before = size();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        reader.mark(MAX_LINE);
        int first = reader.read();
        while (first == 0xfeff || Character.isWhitespace(first)) {
            reader.mark(MAX_LINE);
            first = reader.read();
        }
        reader.reset();
        if (first == '{') {
            StixIndicators.read(reader, now, value -> add(name, value));
        } else {
            lines(name, reader);
        }
        if (size() == before) {
            throw new IOException("there is no entry in it that is still valid");
        }
    }

    private void lines(String name, BufferedReader reader) throws IOException {
        int column = -1;
        boolean begun = false;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.length() > MAX_LINE) {
                continue;
            }
            if (!begun) {
                begun = true;
                column = column(text);
                if (column >= 0) {
                    continue;
                }
            }
            if (column < 0) {
                // A plain list may say something behind the entry.
                add(name, text.split("[\\s,;#]", 2)[0]);
            } else {
                List<String> cells = cells(text);
                if (column < cells.size()) {
                    add(name, cells.get(column).strip());
                }
            }
        }
    }

    /** The column that holds the entries; -1 when the line is no heading. */
    private static int column(String heading) {
        List<String> cells = cells(heading);
        for (int i = 0; i < cells.size() && cells.size() > 1; i++) {
            if (COLUMNS.contains(cells.get(i).strip().toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> cells(String line) {
        List<String> out = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                out.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        out.add(cell.toString());
        return out;
    }

    private void add(String name, String value) throws IOException {
        if (value.isEmpty()) {
            return;
        }
        if (size() >= MOST) {
            throw new IOException("the lists have more than " + MOST + " entries");
        }
        if (!networks.add(value, name)) {
            words.putIfAbsent(word(value), name);
        }
    }

    private static String word(String value) {
        String low = value.toLowerCase(Locale.ROOT);
        return low.endsWith(".") ? low.substring(0, low.length() - 1) : low;
    }

    /** The list that warns of a value: of an address, a name or one above it, a digest, a key id. */
    public Optional<Listed> of(String value) {
        Optional<Address> address = Address.parse(value);
        if (address.isPresent()) {
            return networks.of(address.get()).map(list -> new Listed(list, value));
        }
        String word = word(value);
        while (!word.isEmpty()) {
            String list = words.get(word);
            if (list != null) {
                return Optional.of(new Listed(list, word));
            }
            int dot = word.indexOf('.');
            // A name above counts while it still has two parts.
            word = dot < 0 || word.indexOf('.', dot + 1) < 0 ? "" : word.substring(dot + 1);
        }
        return Optional.empty();
    }
}
