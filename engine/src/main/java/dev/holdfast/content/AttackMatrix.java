package dev.holdfast.content;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The techniques of a part of ATT&amp;CK, as {@code attack/*.yaml} lists them, and what a later version calls some.
 *
 * @param id the unit's id
 * @param title what it is, for people
 * @param version the version of ATT&amp;CK whose ids these are, such as {@code 18}
 * @param platform the platform, as ATT&amp;CK names it
 * @param techniques by id, in the file's order
 * @param laterVersion the later version; empty when none is described
 * @param later what the later version calls a technique, by the id in {@code version}
 * @param laterTactics what the later version calls a tactic where a technique does not say
 * @param place where it stands
 */
public record AttackMatrix(
        String id,
        String title,
        String version,
        String platform,
        Map<String, Technique> techniques,
        String laterVersion,
        Map<String, Renumbered> later,
        Map<String, String> laterTactics,
        SigmaPlace place) {

    /**
     * One technique.
     *
     * @param name its name
     * @param tactics what it serves, in ATT&amp;CK's short names
     * @param blind why no rule can see it; null where rules should
     * @param place where it stands
     */
    public record Technique(
            String name, List<String> tactics, @Nullable String blind, SigmaPlace place) {}

    /**
     * What a later version made of a technique.
     *
     * @param id the new id
     * @param tactic the tactic it serves now
     */
    public record Renumbered(String id, String tactic) {}

    /** The id in the later version; the same id where it was kept. */
    public String laterId(String technique) {
        Renumbered renumbered = later.get(technique);
        return renumbered == null ? technique : renumbered.id();
    }

    /** The ids in this matrix's version that a rule's tag of either version may mean; the tag itself first. */
    public List<String> meanings(String tag) {
        return techniques.containsKey(tag)
                ? List.of(tag)
                : later.entrySet().stream()
                        .filter(e -> e.getValue().id().equals(tag))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** The tactics in the words of the later version. */
    public List<String> laterTactics(String technique) {
        Renumbered renumbered = later.get(technique);
        Technique known = techniques.get(technique);
        if (known == null) {
            return List.of();
        }
        return known.tactics().stream()
                .map(t -> renumbered != null && laterTactics.containsKey(t)
                        ? renumbered.tactic()
                        : laterTactics.getOrDefault(t, t))
                .distinct()
                .toList();
    }
}
