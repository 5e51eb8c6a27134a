package dev.holdfast.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How far this machine's clock is from AWS's: a signature is refused when it is more than five minutes. */
public final class ServerClock {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private ServerClock() {}

    /**
     * AWS's time less this machine's, by the {@code Date} of an unsigned answer; empty when there is none.
     *
     * @param settings which endpoint
     * @param clock this machine's time
     */
    public static Optional<Duration> ahead(AwsSettings settings, InstantSource clock) {
        URI uri = settings.endpoint() != null
                ? settings.endpoint()
                : URI.create("https://sts." + settings.homeRegion() + ".amazonaws.com/");
        try (HttpClient client = HttpClient.newBuilder()
                .proxy(java.net.ProxySelector.getDefault())
                .connectTimeout(LONGEST)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(LONGEST).GET().build();
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            Instant here = clock.instant();
            return answer.headers()
                    .firstValue("Date")
                    .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
                    .map(there -> Duration.between(here, there));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
