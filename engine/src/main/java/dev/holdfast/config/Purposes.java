package dev.holdfast.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dedicated accounts: each its own, each mailbox used once, and whom a purpose means. */
final class Purposes implements Concern {
    static final String MANAGEMENT = "management";

    private final Map<String, String> accounts = new LinkedHashMap<>();

    Purposes() {}

    /** Purpose to the id or name that the file gives. */
    static Purposes of(Branch top) {
        Purposes out = new Purposes();
        top.at("organization", "management-account").text().ifPresent(id -> out.accounts.put(MANAGEMENT, id));
        top.at("organization", "accounts")
                .members()
                .forEach((purpose, account) -> who(account).ifPresent(name -> out.accounts.put(purpose, name)));
        return out;
    }

    private static Optional<String> who(Branch account) {
        return account.text()
                .or(() -> account.at("id").text())
                .or(() -> account.at("name").text());
    }

    /** The id or name of a purpose's account; the word itself when it is no purpose. */
    String resolve(String name) {
        return accounts.getOrDefault(name, name);
    }

    /** The purposes that an account is given for. */
    Set<String> given() {
        return accounts.keySet();
    }

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Map<String, String> byAccount = new HashMap<>();
        top.at("organization", "management-account").text().ifPresent(id -> byAccount.put(id, MANAGEMENT));
        Map<String, String> byMail = new HashMap<>();
        top.at("organization", "accounts").members().forEach((purpose, account) -> {
            who(account).ifPresent(name -> {
                String other = byAccount.putIfAbsent(name, purpose);
                if (other != null) {
                    say.wrong(
                            account,
                            "is the same account as `" + other + "`",
                            "Give each purpose an account of its own");
                }
            });
            Branch mail = account.at("email");
            mail.text().ifPresent(address -> {
                String other = byMail.putIfAbsent(address.toLowerCase(Locale.ROOT), purpose);
                if (other != null) {
                    say.wrong(
                            mail,
                            "`" + address + "` is the address of `" + other + "` too",
                            "AWS takes an address for one account: give each its own, such as `aws+" + purpose + "@…`");
                }
            });
        });
    }
}
