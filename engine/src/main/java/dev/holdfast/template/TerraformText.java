package dev.holdfast.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A draft as a Terraform module of one file. Names follow from CloudFormation's, save for the few that differ. */
final class TerraformText {
    /** Members that Terraform's provider names otherwise. Source: the AWS provider's documentation. */
    private static final Map<String, String> NAMES = Map.of(
            "Rules", "rule",
            "CloudWatchMetricsEnabled", "cloudwatch_metrics_enabled",
            "LogGroupName", "name",
            "ResourceId", "vpc_id");

    private final Map<String, String> addresses = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    private TerraformText() {}

    static String of(Draft draft, String account, String region) {
        TerraformText text = new TerraformText();
        text.head(account, region);
        draft.inputs().keySet().forEach(name -> {
            text.addresses.put(name, "var." + snake(name));
            text.out.append("\nvariable \"").append(snake(name)).append("\" {\n  type = string\n}\n");
        });
        draft.parts().forEach(p -> text.addresses.put(p.id(), p.terraform() + "." + snake(p.id())));
        draft.parts().forEach(text::part);
        return text.out.toString();
    }

    private void head(String account, String region) {
        out.append("# Networks of account ").append(account).append(" in ").append(region);
        out.append(", from holdfast.yaml\nterraform {\n  required_providers {\n");
        out.append("    aws = { source = \"hashicorp/aws\" }\n  }\n}\n\nprovider \"aws\" {\n");
        out.append("  region              = \"").append(region).append("\"\n");
        out.append("  allowed_account_ids = [\"").append(account).append("\"]\n}\n");
    }

    private void part(Part part) {
        out.append("\nresource \"")
                .append(part.terraform())
                .append("\" \"")
                .append(snake(part.id()))
                .append("\" {\n");
        body(members(part), "  ");
        if (!part.after().isEmpty()) {
            out.append("  depends_on = [");
            out.append(String.join(
                    ", ",
                    part.after().stream()
                            .map(id -> addresses.getOrDefault(id, id))
                            .toList()));
            out.append("]\n");
        }
        out.append("}\n");
    }

    /** The properties without what Terraform says in another way. */
    private static ObjectNode members(Part part) {
        ObjectNode members = part.properties().deepCopy();
        if (part.terraform().equals("aws_flow_log")) {
            members.remove("ResourceType");
        }
        JsonNode specified = members.remove("TagSpecifications");
        if (specified != null) {
            members.set("Tags", specified.path(0).path("Tags"));
        }
        members.path("AuthenticationOptions").forEach(option -> {
            if (option instanceof ObjectNode object
                    && object.remove("FederatedAuthentication") instanceof ObjectNode federated) {
                object.setAll(federated);
            }
        });
        return members;
    }

    private void body(JsonNode members, String indent) {
        members.properties().forEach(member -> {
            String name = NAMES.getOrDefault(member.getKey(), snake(member.getKey()));
            JsonNode value = member.getValue();
            if (member.getKey().equals("Tags")) {
                tags(value, indent);
            } else if (value.isObject() && !refers(value)) {
                block(name, value, indent);
            } else if (value.isArray() && value.path(0).isObject()) {
                value.forEach(item -> block(name, item, indent));
            } else {
                out.append(indent)
                        .append(name)
                        .append(" = ")
                        .append(value(value))
                        .append('\n');
            }
        });
    }

    private void block(String name, JsonNode value, String indent) {
        out.append(indent).append(name).append(" {\n");
        body(value, indent + "  ");
        out.append(indent).append("}\n");
    }

    private void tags(JsonNode tags, String indent) {
        out.append(indent).append("tags = {\n");
        tags.forEach(tag -> out.append(indent)
                .append("  ")
                .append(quoted(tag.path("Key").asText()))
                .append(" = ")
                .append(quoted(tag.path("Value").asText()))
                .append('\n'));
        out.append(indent).append("}\n");
    }

    private static boolean refers(JsonNode value) {
        return value.has("Ref") || value.has("Fn::GetAtt");
    }

    private String value(JsonNode value) {
        if (value.has("Ref")) {
            String address = addresses.getOrDefault(value.path("Ref").asText(), "");
            return address.startsWith("var.") ? address : address + (named(address) ? ".name" : ".id");
        } else if (value.has("Fn::GetAtt")) {
            JsonNode names = value.path("Fn::GetAtt");
            return addresses.getOrDefault(names.path(0).asText(), "") + "."
                    + snake(names.path(1).asText());
        } else if (value.isTextual()) {
            return quoted(value.asText());
        } else if (value.isArray()) {
            StringBuilder list = new StringBuilder("[");
            value.forEach(item -> list.append(list.length() == 1 ? "" : ", ").append(value(item)));
            return list.append(']').toString();
        }
        return value.toString();
    }

    /** A log group is meant by its name. */
    private static boolean named(String address) {
        return address.startsWith("aws_cloudwatch_log_group.");
    }

    /** A text in which nothing is taken for an expression. */
    private static String quoted(String text) {
        return JsonNodeFactory.instance
                .textNode(text)
                .toString()
                .replace("${", "$${")
                .replace("%{", "%%{");
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
