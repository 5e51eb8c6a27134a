package dev.holdfast.emulator.verbs;
import dev.holdfast.cli.Verb;
import picocli.CommandLine.Command;
/** The demo. */
@Command(name = "demo")
final class DemoVerb extends Verb { @Override public Integer call() { return 0; } }
