package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.burt.jmespath.Expression;
import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.jackson.JacksonRuntime;

/** A JMESPath expression (jmespath.org) over an answer of AWS, as table definitions use it. Safe for many threads. */
public final class TablePath {
    /** The value itself. */
    public static final TablePath SELF = of("@");

    private static final int MOST_CHARACTERS = 1_000;

    private final String text;
    private final Expression<JsonNode> expression;

    private TablePath(String text, Expression<JsonNode> expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @throws IllegalArgumentException when the text is not JMESPath */
    public static TablePath of(String text) {
        return new TablePath(text, compile(new JacksonRuntime(), text));
    }

    static Expression<JsonNode> compile(JacksonRuntime runtime, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("longer than " + MOST_CHARACTERS + " characters");
        }
        try {
            return runtime.compile(text);
        } catch (JmesPathException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("not JMESPath"), e);
        }
    }

    /**
     * The value found.
     *
     * @return JSON null when there is none
     */
    public JsonNode find(JsonNode document) {
        try {
            JsonNode found = expression.search(document);
            return found == null || found instanceof MissingNode ? NullNode.getInstance() : found;
        } catch (JmesPathException e) {
            // A function was given a type it does not take: there is no such value in this answer.
            return NullNode.getInstance();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
