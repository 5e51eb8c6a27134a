package dev.holdfast.emulator.wire;

/**
 * One header line.
 *
 * @param name as it was written
 * @param value as it was written
 */
public record Header(String name, String value) {}
