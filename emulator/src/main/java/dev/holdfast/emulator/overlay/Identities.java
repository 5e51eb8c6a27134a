package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.WireAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who signs with which access key; asked of the server behind once per key. */
public final class Identities {
    private static final Pattern MEMBER = Pattern.compile("<(Arn|Account|UserId)>([^<]*)</");

    private final Backstage backstage;
    private final Map<String, Identity> known = new ConcurrentHashMap<>();

    /** @param backstage way to the server behind */
    public Identities(Backstage backstage) {
        this.backstage = backstage;
    }

    /** The principal of a key. A key nobody made belongs to the management account, as moto has it. */
    public Identity of(String accessKey) {
        if (accessKey.isEmpty()) {
            return new Identity("", "anonymous", "", "");
        }
        return known.computeIfAbsent(accessKey, this::ask);
    }

    private Identity ask(String accessKey) {
        WireAnswer answer = backstage.callerIdentity(accessKey);
        Map<String, String> members = new HashMap<>();
        Matcher matcher = MEMBER.matcher(answer.text());
        while (matcher.find()) {
            members.put(matcher.group(1), matcher.group(2));
        }
        return new Identity(
                accessKey,
                members.getOrDefault("Account", ""),
                members.getOrDefault("Arn", ""),
                members.getOrDefault("UserId", ""));
    }
}
