package dev.holdfast.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.Keys;
import dev.holdfast.aws.write.SdkWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.assertj.core.api.Assertions;

/** Calls the emulator with the AWS SDK, so that every answer in a test was read by it. */
final class Client implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final Emulator emulator;
    private final AwsSession session;

    Client(Emulator emulator) {
        this(emulator, emulator.operator());
    }

    Client(Emulator emulator, Keys keys) {
        this.emulator = emulator;
        this.session = SharedEmulator.session(emulator, keys);
    }

    JsonNode call(String account, String region, String name, String input) {
        String[] words = name.split(":", 2);
        String id = account.matches("\\d{12}") ? account : text(emulator, account);
        Scope scope = new Scope(new AccountId(id), new Region(region));
        try {
            return new SdkWriter(session).write(scope, words[0], words[1], MAPPER.readTree(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The failure of a call that must fail. */
    AwsFailure failure(String account, String region, String name, String input) {
        return Assertions.catchThrowableOfType(AwsFailure.class, () -> call(account, region, name, input));
    }

    static String text(Emulator emulator, String kept) {
        return Objects.requireNonNull(emulator.kept(kept), kept).asText();
    }

    static Keys key(JsonNode accessKey) {
        return new Keys(
                accessKey.path("AccessKeyId").asText(),
                accessKey.path("SecretAccessKey").asText(),
                null);
    }

    @Override
    public void close() {
        session.close();
    }
}
