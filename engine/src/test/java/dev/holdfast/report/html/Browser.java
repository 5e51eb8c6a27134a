package dev.holdfast.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real Chromium without a window, driven through its DevTools protocol. Whatever the page complains of is kept. */
final class Browser implements AutoCloseable {
    private static final int SECONDS = 60;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();

    private Browser(Process process, Path profile) throws Exception {
        this.process = process;
        this.profile = profile;
        this.socket =
                http.newWebSocketBuilder().buildAsync(page(), new Listener()).get(SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", MAPPER.createObjectNode());
        }
    }

    /** Starts one; a machine without Chromium fails the test and says what to install. */
    static Browser start() throws Exception {
        Path profile = Files.createTempDirectory("holdfast-browser");
        List<String> command = new ArrayList<>(List.of(
                program(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Browser(process, profile);
    }

    private static String program() {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome", "chrome")) {
                Path candidate = Path.of(folder, name);
                if (Files.isExecutable(candidate)) {
                    return candidate.toString();
                }
            }
        }
        throw new AssertionError("The HTML report is tested in Chromium, and none is on the PATH; install it with"
                + " `apt-get install chromium`.");
    }

    private URI page() throws Exception {
        Path portFile = profile.resolve("DevToolsActivePort");
        for (int attempt = 0; attempt < SECONDS * 10; attempt++) {
            if (Files.exists(portFile) && Files.readString(portFile).contains("\n")) {
                String port = Files.readString(portFile).lines().findFirst().orElseThrow();
                HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                        .build();
                JsonNode targets = MAPPER.readTree(
                        http.send(list, HttpResponse.BodyHandlers.ofString()).body());
                for (JsonNode target : targets) {
                    if (target.path("type").asText().equals("page")) {
                        return URI.create(target.path("webSocketDebuggerUrl").asText());
                    }
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("Chromium did not start within " + SECONDS + " s");
    }

    /** Opens a file and waits until it has loaded; complaints of earlier pages are forgotten. */
    void open(Path file) throws Exception {
        complaints.clear();
        loaded = new CompletableFuture<>();
        call("Page.navigate", MAPPER.createObjectNode().put("url", file.toUri().toString()));
        loaded.get(SECONDS, TimeUnit.SECONDS);
    }

    /** The value of an expression in the page; a promise is awaited. */
    JsonNode evaluate(String expression) throws Exception {
        ObjectNode parameters = MAPPER.createObjectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true);
        JsonNode result = call("Runtime.evaluate", parameters);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Sets the width and whether the person prefers dark. */
    void look(int width, boolean dark, boolean print) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                MAPPER.createObjectNode()
                        .put("width", width)
                        .put("height", 900)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        ObjectNode media = MAPPER.createObjectNode().put("media", print ? "print" : "screen");
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", media);
    }

    /** A picture of one element, whole. */
    void picture(String selector, Path file) throws Exception {
        JsonNode box = evaluate("(() => { const r = document.querySelector('" + selector
                + "').getBoundingClientRect(); return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height:"
                + " r.height}; })()");
        ObjectNode clip = box.deepCopy();
        clip.put("scale", 1);
        ObjectNode parameters = MAPPER.createObjectNode().put("captureBeyondViewport", true);
        parameters.set("clip", clip);
        JsonNode picture = call("Page.captureScreenshot", parameters);
        Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
    }

    /** Errors, exceptions, refusals by the content security policy and requests for anything but the file. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode reply = answer.get(SECONDS, TimeUnit.SECONDS);
        if (reply.has("error")) {
            throw new AssertionError(method + " failed: " + reply.get("error"));
        }
        return reply.path("result");
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.destroy();
        try {
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException stubborn) {
            process.destroyForcibly();
            process.onExit().join();
        }
        http.shutdownNow();
        removeProfile();
    }

    private void removeProfile() throws IOException {
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private void event(JsonNode message) {
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(message);
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> complaints.add(parameters.toString());
            case "Log.entryAdded" ->
                complaints.add(parameters.path("entry").path("text").asText());
            case "Page.javascriptDialogOpening" ->
                complaints.add("dialog: " + parameters.path("message").asText());
            case "Network.requestWillBeSent" -> {
                String url = parameters.path("request").path("url").asText();
                if (!url.startsWith("file:")) {
                    complaints.add("asked for " + url);
                }
            }
            default -> {
                // Of no interest to a test.
            }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                receive();
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void receive() {
            try {
                JsonNode message = MAPPER.readTree(text.toString());
                CompletableFuture<JsonNode> answer =
                        waiting.remove(message.path("id").asInt(0));
                if (answer == null) {
                    event(message);
                } else {
                    answer.complete(message);
                }
            } catch (IOException unreadable) {
                complaints.add(unreadable.getMessage());
            }
            text.setLength(0);
        }
    }
}
