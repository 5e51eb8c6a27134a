package dev.holdfast.emulator.overlay;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.CallResolver;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import java.io.IOException;

/** Takes requests in: finds out what is asked and by whom, counts it, and lets faults befall it. */
final class Reception {
    private static final int MAX_BODY = 64 * 1024 * 1024;

    /** What stands behind the reception. */
    interface Desk {
        /** Who asks. */
        Identity identity(Call call);

        /** Makes the call take effect. */
        WireAnswer take(Call call, Identity identity) throws IOException;

        /** Told of a call that a fault denied. */
        void denied(Call call, Identity identity, WireAnswer answer);
    }

    private final CallResolver resolver;
    private final Counts counts;
    private final Faults faults;
    private final Desk desk;
    private final Stage stage = new Stage(MAX_BODY);

    Reception(CallResolver resolver, Counts counts, Faults faults, Desk desk) {
        this.resolver = resolver;
        this.counts = counts;
        this.faults = faults;
        this.desk = desk;
    }

    /** Answers whoever shows the token. */
    void control(HttpExchange exchange, ControlDoor door) throws IOException {
        try (exchange) {
            stage.send(exchange, door.answer(stage.read(exchange)));
        }
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            WireRequest request = stage.read(exchange);
            Call call = resolver.resolve(request);
            Identity identity = desk.identity(call);
            counts.add(call, identity.account());
            Fault fault = faults.strike(call, identity).orElse(null);
            if (fault == null) {
                stage.send(exchange, desk.take(call, identity));
                return;
            }
            switch (fault.kind()) {
                case CLOSE_BEFORE -> stage.breakOff(exchange);
                case CLOSE_AFTER -> {
                    desk.take(call, identity);
                    stage.breakOff(exchange);
                }
                case TRUNCATED -> stage.sendHalf(exchange, desk.take(call, identity));
                case SLOW -> {
                    stage.delay(fault.millis());
                    stage.send(exchange, desk.take(call, identity));
                }
                case WRONG_TYPES -> stage.send(exchange, Stage.mistyped(call, desk.take(call, identity)));
                case DENY -> {
                    WireAnswer answer = AnswerWriter.error(
                            call,
                            AwsError.denied(
                                    call, "User: " + identity.arn() + " is not authorized to perform: " + call.name()));
                    desk.denied(call, identity, answer);
                    stage.send(exchange, answer);
                }
                default -> stage.send(exchange, Stage.broken(call, fault.kind()));
            }
        } catch (Stage.TooLarge e) {
            stage.send(exchange, WireAnswer.of(413, "text/plain", "The request is larger than this server takes."));
        }
    }
}
