package dev.holdfast.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A draft as a CloudFormation template in JSON. */
final class CloudFormationText {
    private CloudFormationText() {}

    static String of(Draft draft, String account, String region) {
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        top.put("AWSTemplateFormatVersion", "2010-09-09");
        boolean group = draft.parts().stream().anyMatch(p -> p.cloudFormation().isEmpty());
        top.put(
                "Description",
                "Networks of account " + account + " in " + region + ", from holdfast.yaml"
                        + (group ? ". Default security groups stay as AWS makes them" : ""));
        if (!draft.inputs().isEmpty()) {
            ObjectNode parameters = top.putObject("Parameters");
            draft.inputs().forEach((name, type) -> parameters.putObject(name).put("Type", type));
        }
        ObjectNode resources = top.putObject("Resources");
        for (Part part : draft.parts()) {
            if (!part.cloudFormation().isEmpty()) {
                ObjectNode resource = resources.putObject(part.id()).put("Type", part.cloudFormation());
                if (!part.after().isEmpty()) {
                    part.after().forEach(resource.putArray("DependsOn")::add);
                }
                resource.set("Properties", part.properties());
            }
        }
        return top.toPrettyString() + "\n";
    }
}
