package dev.holdfast.emulator.organization;

import dev.holdfast.aws.Keys;
import dev.holdfast.model.Region;
import java.net.URI;

/** A running emulator, as the player of scenes needs it. */
public interface Stage {
    /** The endpoint this program started, on loopback. */
    URI endpoint();

    /** True while the endpoint is the one that this program started; asked before a scene is played. */
    boolean startedHere();

    /** Keys of the management account's operator. */
    Keys operator();

    /** Where global services are called. */
    Region home();

    /** Makes calls with this access key, and with sessions begun by it, seem to come from an address. */
    void address(String accessKeyId, String ip);
}
