package dev.holdfast.content;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What OCSF 1.8.0 says about the classes that log sources map to, and about the objects they hold. */
public final class OcsfSchema {
    /** The version. */
    public static final String VERSION = "1.8.0";

    private static final String RESOURCE = "/ocsf/ocsf-1.8.0.txt";

    /**
     * An attribute.
     *
     * @param type {@code s} text, {@code i} and {@code l} whole numbers, {@code t} time in milliseconds, {@code b} truth,
     *     {@code f} number, {@code j} anything, {@code p} port, {@code ip} {@code mac} {@code email} {@code uuid}
     *     {@code dt} {@code bytes} {@code subnet} text of that form, {@code @name} an object
     * @param list whether it is a list of these
     * @param required whether it must be there
     * @param profile the profile that it belongs to, null when it is part of the class itself
     * @param values the whole numbers it may be, with their captions where those are kept; empty for any
     */
    public record Attribute(
            String type,
            boolean list,
            boolean required,
            @Nullable String profile,
            Map<Integer, String> values) {}

    /**
     * The attributes of an object or class.
     *
     * @param attributes by name
     * @param atLeastOne names of which one must be there, empty for no such rule
     * @param justOne names of which one and no more must be there, empty for no such rule
     */
    public record Shape(Map<String, Attribute> attributes, List<String> atLeastOne, List<String> justOne) {}

    /** A class: its number and names, the category's too. */
    public record Type(int uid, String name, int category, String caption, String categoryCaption, Shape shape) {}

    private static final class Holder {
        private static final OcsfSchema SCHEMA = read();
    }

    private final Map<String, Type> types = new TreeMap<>();
    private final Map<String, Shape> objects = new TreeMap<>();

    private OcsfSchema() {}

    /** The schema. */
    public static OcsfSchema get() {
        return Holder.SCHEMA;
    }

    /** The class of that name, such as {@code api_activity}. */
    public Optional<Type> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** The names of the classes. */
    public List<String> typeNames() {
        return List.copyOf(types.keySet());
    }

    /** The object of that name; one without attributes when it is not known, which then may hold anything. */
    public Shape object(String name) {
        return objects.getOrDefault(name, new Shape(Map.of(), List.of(), List.of()));
    }

    /** The attribute at a dotted path of a class. */
    public Optional<Attribute> attribute(Type type, String path) {
        Shape shape = type.shape();
        Attribute found = null;
        for (String name : path.split("\\.")) {
            if (found != null && found.type().equals("j")) {
                return Optional.of(found);
            }
            found = shape.attributes().get(name);
            if (found == null) {
                return Optional.empty();
            }
            shape = found.type().startsWith("@")
                    ? object(found.type().substring(1))
                    : new Shape(Map.of(), List.of(), List.of());
        }
        return Optional.ofNullable(found);
    }

    private static OcsfSchema read() {
        OcsfSchema out = new OcsfSchema();
        try (InputStream in = OcsfSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this program");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, Attribute> attributes = new LinkedHashMap<>();
            List<String> atLeastOne = new ArrayList<>();
            List<String> justOne = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("class ") || line.startsWith("object ")) {
                    attributes = new LinkedHashMap<>();
                    atLeastOne = new ArrayList<>();
                    justOne = new ArrayList<>();
                    out.head(line, new Shape(attributes, atLeastOne, justOne));
                } else if (line.startsWith(" ?")) {
                    List<String> words = List.of(line.substring(2).split(" "));
                    (words.get(0).equals("just_one") ? justOne : atLeastOne).addAll(words.subList(1, words.size()));
                } else if (line.startsWith(" ")) {
                    int blank = line.indexOf(' ', 1);
                    attributes.put(line.substring(1, blank), attribute(line.substring(blank + 1)));
                }
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head(String line, Shape shape) {
        String[] words = line.split(" ", 5);
        if (words[0].equals("object")) {
            objects.put(words[1], shape);
            return;
        }
        String[] captions = words[4].split(" \\| ", 2);
        int uid = Integer.parseInt(words[1]);
        types.put(words[2], new Type(uid, words[2], Integer.parseInt(words[3]), captions[0], captions[1], shape));
    }

    private static Attribute attribute(String text) {
        int equals = text.indexOf(" =");
        Map<Integer, String> values = new TreeMap<>();
        if (equals >= 0) {
            for (String value : text.substring(equals + 2).split("\\|")) {
                int colon = value.indexOf(':');
                values.put(
                        Integer.parseInt(colon < 0 ? value : value.substring(0, colon)),
                        colon < 0 ? "" : value.substring(colon + 1));
            }
        }
        String[] words = (equals < 0 ? text : text.substring(0, equals)).split(" ");
        String type = words[0].replace("!", "").replace("[]", "");
        return new Attribute(
                type,
                words[0].contains("[]"),
                words[0].endsWith("!"),
                words.length > 1 ? words[1].substring(1) : null,
                values);
    }
}
