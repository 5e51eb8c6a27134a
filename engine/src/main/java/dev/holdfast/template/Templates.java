package dev.holdfast.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Writes what documents of the baseline would make as templates, one for each account and region. */
public final class Templates {
    private static final Map<String, BiConsumer<JsonNode, Draft>> DOCUMENTS = Map.of(
            "baseline/ec2/vpc", NetworkParts::network,
            "baseline/wafv2/web-acl", NetworkParts::firewall,
            "baseline/ec2/vpn-client", NetworkParts::wayIn);

    /** What the templates are for. */
    public enum Format {
        /** One JSON template for each account and region. */
        CFN,
        /** One folder with a module for each account and region. */
        TERRAFORM
    }

    private Templates() {}

    /** True for a document that can be written as a template. */
    public static boolean knows(String document) {
        return DOCUMENTS.containsKey(document);
    }

    /**
     * The templates.
     *
     * @param wanted documents that {@link #knows} knows, in the order in which they would be carried out
     * @return path below the folder wanted to the text of the file
     */
    public static Map<String, String> files(Format format, List<Wanted> wanted) {
        Map<String, Draft> drafts = new TreeMap<>();
        for (Wanted one : wanted) {
            BiConsumer<JsonNode, Draft> parts = DOCUMENTS.get(one.document());
            if (parts == null) {
                throw new IllegalArgumentException("`" + one.document() + "` cannot be written as a template");
            }
            parts.accept(
                    one.parameters(), drafts.computeIfAbsent(one.account() + " " + one.region(), k -> new Draft()));
        }
        Map<String, String> out = new TreeMap<>();
        drafts.forEach((place, draft) -> {
            String account = place.substring(0, place.indexOf(' '));
            String region = place.substring(account.length() + 1);
            if (format == Format.CFN) {
                out.put(account + "-" + region + ".template.json", CloudFormationText.of(draft, account, region));
            } else {
                out.put(account + "-" + region + "/main.tf", TerraformText.of(draft, account, region));
            }
        });
        return out;
    }
}
