package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells with a topic's attributes how many subscribers it has: moto always says none. Every subscription of moto counts
 * as confirmed, since it confirms them at once.
 */
final class TopicSubscriptions implements OwnAnswer {
    private static final Pattern COUNT =
            Pattern.compile("(<key>SubscriptionsConfirmed</key>\\s*<value>)\\d*(</value>)");
    private static final Pattern MEMBER = Pattern.compile("<SubscriptionArn>");

    private final Upstream upstream;

    TopicSubscriptions(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public WireAnswer answer(Call call, Identity identity) throws IOException {
        WireRequest request = call.request();
        WireAnswer answer = upstream.send(request);
        Matcher count = COUNT.matcher(answer.text());
        if (!answer.good() || !count.find()) {
            return answer;
        }
        String form = "Action=ListSubscriptionsByTopic&Version=2010-03-31&TopicArn="
                + URLEncoder.encode(request.parameters().getOrDefault("TopicArn", ""), StandardCharsets.UTF_8);
        WireAnswer listed = upstream.send(new WireRequest(
                request.method(), request.target(), request.headers(), form.getBytes(StandardCharsets.UTF_8)));
        long subscribers = MEMBER.matcher(listed.text()).results().count();
        String text = count.replaceFirst("$1" + subscribers + "$2");
        return new WireAnswer(answer.status(), answer.headers(), text.getBytes(StandardCharsets.UTF_8));
    }
}
