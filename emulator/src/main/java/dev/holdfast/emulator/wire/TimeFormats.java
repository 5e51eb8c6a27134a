package dev.holdfast.emulator.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** How the JSON protocols write a time: seconds since 1970 unless the member says otherwise. */
final class TimeFormats {
    static final String SECONDS = "seconds";
    static final String TEXT = "text";

    private TimeFormats() {}

    static String of(SdkField<?> field) {
        @Nullable TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
        return trait == null || trait.format() == TimestampFormatTrait.Format.UNIX_TIMESTAMP ? SECONDS : TEXT;
    }
}
