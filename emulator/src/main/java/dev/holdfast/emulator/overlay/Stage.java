package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.Header;
import dev.holdfast.emulator.wire.Protocol;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads requests from, and writes whole, halved or no answers to the JDK's HTTP server. */
final class Stage {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A request that is larger than this server takes. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final String HTML = "text/html; charset=utf-8";
    private final int maxBody;

    Stage(int maxBody) {
        this.maxBody = maxBody;
    }

    WireRequest read(HttpExchange exchange) throws IOException {
        List<Header> headers = new ArrayList<>();
        exchange.getRequestHeaders().forEach((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
        byte[] body = exchange.getRequestBody().readNBytes(maxBody + 1);
        if (body.length > maxBody) {
            throw new TooLarge();
        }
        var uri = exchange.getRequestURI();
        String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        return new WireRequest(exchange.getRequestMethod(), target, headers, body);
    }

    void send(HttpExchange exchange, WireAnswer answer) throws IOException {
        head(exchange, answer);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private static void head(HttpExchange exchange, WireAnswer answer) throws IOException {
        for (Header header : Overlay.forwarded(answer.headers())) {
            exchange.getResponseHeaders().add(header.name(), header.value());
        }
        String length = answer.header("Content-Length");
        if (exchange.getRequestMethod().equals("HEAD") && length != null) {
            exchange.getResponseHeaders().set("Content-Length", length);
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    }

    /** Promises the whole answer and breaks off in its middle. */
    void sendHalf(HttpExchange exchange, WireAnswer answer) throws IOException {
        head(exchange, answer);
        int half = answer.body().length / 2;
        if (half > 0) {
            exchange.getResponseBody().write(answer.body(), 0, half);
            exchange.getResponseBody().flush();
        }
        throw new IOException("broken off by a fault");
    }

    /** Lets the connection break without an answer. */
    void breakOff(HttpExchange exchange) throws IOException {
        exchange.close();
        throw new IOException("broken off by a fault");
    }

    void delay(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is closing", e);
        }
    }

    /** The answers that faults give in place of a true one. */
    static WireAnswer broken(Call call, Fault.Kind kind) {
        return switch (kind) {
            case THROTTLE -> AnswerWriter.error(call, AwsError.throttled(call));
            case STATUS_500 -> WireAnswer.of(500, HTML, page("500 Internal Server Error"));
            case HTML_404 -> WireAnswer.of(404, HTML, page("404 Not Found"));
            case EMPTY_200 -> empty(call);
            case EXPIRED -> AnswerWriter.error(call, AwsError.expired(call));
            default -> throw new IllegalArgumentException(kind + " is not an answer");
        };
    }

    /** The true answer with every member a number, or JSON where XML is expected. */
    static WireAnswer mistyped(Call call, WireAnswer answer) {
        boolean json = call.protocol() == Protocol.JSON || call.protocol() == Protocol.REST_JSON;
        if (!answer.good() || !json) {
            return WireAnswer.of(200, "text/xml", "{\"not\": \"xml\"}");
        }
        try {
            ObjectNode out = MAPPER.createObjectNode();
            MAPPER.readTree(answer.body()).fieldNames().forEachRemaining(name -> out.put(name, 1));
            return WireAnswer.of(200, "application/x-amz-json-1.1", out.toString());
        } catch (IOException e) {
            return WireAnswer.of(200, "application/x-amz-json-1.1", "[1]");
        }
    }

    private static WireAnswer empty(Call call) {
        boolean json = call.protocol() == Protocol.JSON || call.protocol() == Protocol.REST_JSON;
        if (json) {
            return WireAnswer.of(200, "application/x-amz-json-1.1", "{}");
        }
        String response = "<" + call.operation() + "Response><" + call.operation() + "Result/></" + call.operation()
                + "Response>";
        return call.protocol() == Protocol.REST_XML
                ? WireAnswer.of(200, "application/xml", "<Result/>")
                : WireAnswer.of(200, "text/xml", response);
    }

    private static String page(String title) {
        return "<!doctype html>\n<html lang=en>\n<title>" + title + "</title>\n<h1>" + title + "</h1>\n";
    }
}
