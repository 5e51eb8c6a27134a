package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;

/** Answers an operation instead of the server behind, or on top of what it says. */
@FunctionalInterface
interface OwnAnswer {
    /**
     * @param call what is asked
     * @param identity who asks
     * @throws IOException when the server behind does not answer
     */
    WireAnswer answer(Call call, Identity identity) throws IOException;
}
