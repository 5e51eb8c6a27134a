package dev.holdfast.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Networks: that they are some, that no two share addresses, and that the subnets fit. */
final class Networks implements Concern {
    /** Prefixes of a VPC. Source: Amazon VPC User Guide, VPC CIDR blocks. */
    private static final int LARGEST_VPC = 16;

    private static final int SMALLEST_VPC = 28;
    /** Prefixes of the clients' network. Source: AWS Client VPN Administrator Guide, limitations. */
    private static final int LARGEST_CLIENTS = 12;

    private static final int SMALLEST_CLIENTS = 22;

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Map<Branch, Cidr> all = new LinkedHashMap<>();
        for (Branch vpc : top.at("network", "vpcs").items()) {
            Branch at = vpc.at("cidr");
            network(at, LARGEST_VPC, SMALLEST_VPC, say).ifPresent(cidr -> {
                apart(at, cidr, all, say);
                subnets(vpc, cidr, say);
            });
        }
        Branch vpn = top.at("network", "client-vpn");
        Branch clients = vpn.at("client-cidr");
        network(clients, LARGEST_CLIENTS, SMALLEST_CLIENTS, say).ifPresent(cidr -> apart(clients, cidr, all, say));
        vpn.at("authorize").items().forEach(rule -> network(rule.at("to"), 0, 32, say));
    }

    private static Optional<Cidr> network(Branch at, int least, int most, Complaints say) {
        if (at.text().isEmpty()) {
            return Optional.empty();
        }
        String text = at.text().get();
        Optional<Cidr> cidr = Cidr.of(text);
        if (cidr.isEmpty()) {
            say.wrong(at, "`" + text + "` is not a network", "Write address and prefix length, such as `10.20.0.0/16`");
        } else if (!cidr.get().toString().equals(text)) {
            say.wrong(at, "`" + text + "` is an address within a network", "Write the network: `" + cidr.get() + "`");
        } else if (cidr.get().bits() < least || cidr.get().bits() > most) {
            say.wrong(
                    at,
                    "a network of /" + cidr.get().bits() + " cannot stand here",
                    "AWS takes /" + least + " to /" + most);
            return Optional.empty();
        }
        return cidr;
    }

    private static void apart(Branch at, Cidr cidr, Map<Branch, Cidr> all, Complaints say) {
        all.forEach((other, taken) -> {
            if (taken.overlaps(cidr)) {
                say.wrong(
                        at,
                        cidr + " shares addresses with " + taken + " of `" + other.path() + "`",
                        "Choose a network that lies apart, or they can never be connected");
            }
        });
        all.put(at, cidr);
    }

    /** One public and one private subnet in each zone. */
    private static void subnets(Branch vpc, Cidr cidr, Complaints say) {
        int zones = vpc.at("zones").number().orElse(2);
        long wanted = 0;
        for (String key : new String[] {"public-bits", "private-bits"}) {
            Branch at = vpc.at(key);
            int bits = cidr.bits() + at.number().orElse(key.equals("public-bits") ? 8 : 4);
            if (bits > SMALLEST_VPC) {
                Branch where = at.there() ? at : vpc.at("cidr");
                say.wrong(where, "its subnets would be /" + bits, "AWS takes none smaller than /" + SMALLEST_VPC);
                return;
            }
            wanted += Math.max(1, zones) * (1L << (32 - bits));
        }
        if (wanted > cidr.size()) {
            say.wrong(
                    vpc.at("cidr"),
                    "the subnets need " + wanted + " addresses and " + cidr + " has " + cidr.size(),
                    "Raise `public-bits` or `private-bits`, or take fewer zones");
        }
    }
}
