package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.WireAnswer;

/** Sees every call of a client together with its answer, after the call took effect and before the client is answered. */
@FunctionalInterface
public interface CallObserver {
    /**
     * @param call what was asked
     * @param identity who asked
     * @param answer what is answered
     */
    void seen(Call call, Identity identity, WireAnswer answer);
}
