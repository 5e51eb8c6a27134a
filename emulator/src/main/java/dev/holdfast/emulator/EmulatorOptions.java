package dev.holdfast.emulator;

import dev.holdfast.content.ContentFolder;
import java.util.List;

/**
 * How an emulator is started.
 *
 * @param port port of the endpoint, 0 for any
 * @param regions regions in use, the home region first
 * @param content where the scripts of the demo lie
 * @param searchPath folders to look for Python in, as in the PATH variable
 */
public record EmulatorOptions(int port, List<String> regions, ContentFolder content, String searchPath) {
    /** The management account. moto's own default, since moto gives every unknown key to it. */
    public static final String MANAGEMENT = "123456789012";

    /** The role that Organizations makes in each account. */
    public static final String ROLE = "OrganizationAccountAccessRole";

    public EmulatorOptions {
        regions = List.copyOf(regions);
    }

    /** The demo's two regions and any port. */
    public static EmulatorOptions of(ContentFolder content, String searchPath) {
        return new EmulatorOptions(0, List.of("eu-west-1", "us-east-1"), content, searchPath);
    }
}
