package dev.holdfast.emulator.verbs;

import dev.holdfast.cli.Main;
import dev.holdfast.cli.Verb;
import java.util.List;
import java.util.Map;

/** Brings this module's verbs to the command line. */
public final class EmulatorVerbs implements Main.MoreVerbs {
    @Override
    public List<Verb> verbs() {
        return List.of(new DemoVerb(), new EmulatorVerb());
    }

    @Override
    public Map<String, List<Verb>> under() {
        return Map.of("respond", List.of(new RespondDrillVerb()));
    }
}
