package dev.holdfast.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Permission.Place;
import java.util.List;

/** The role that Holdfast uses, as CloudFormation templates in YAML. */
public final class CloudFormation {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private CloudFormation() {}

    /**
     * The template of one place: a role, who may assume it, and its policies.
     *
     * @param policies what the role may do, from {@link Policies}
     * @param place members get it through a StackSet; the management account needs a stack of its own, since a StackSet
     *     with service-managed permissions leaves it out
     * @param roleName the role's default name
     */
    public static String template(List<ObjectNode> policies, Place place, String roleName) {
        boolean member = place == Place.EVERY_ACCOUNT;
        ObjectNode top = MAKE.objectNode();
        top.put("AWSTemplateFormatVersion", "2010-09-09");
        top.put(
                "Description",
                member
                        ? "The role through which Holdfast reads a member account"
                        : "The role with which Holdfast begins in the management account");
        ObjectNode parameters = top.putObject("Parameters");
        parameter(
                parameters,
                "TrustedPrincipalArn",
                member
                        ? "Who may assume the role: the role Holdfast runs as in the management or audit account"
                        : "Who may assume the role: the user or role of the people who run Holdfast",
                null,
                "arn:[a-z-]+:(iam|sts)::[0-9]{12}:.+");
        parameter(
                parameters,
                "RoleName",
                "Name of the role, the same in every account",
                roleName,
                "[A-Za-z0-9+=,.@_-]{1,64}");
        parameter(
                parameters,
                "ExternalId",
                "Secret word the caller must know; empty for none",
                "",
                "[A-Za-z0-9+=,.@:/_-]{0,1224}");
        top.putObject("Conditions")
                .putObject("HasExternalId")
                .set("Fn::Not", array(equalsNode(ref("ExternalId"), MAKE.textNode(""))));
        ObjectNode resources = top.putObject("Resources");
        ArrayNode attached = MAKE.arrayNode();
        for (int i = 0; i < policies.size(); i++) {
            String id = "ReadPolicy" + (i + 1);
            ObjectNode policy = resources.putObject(id);
            policy.put("Type", "AWS::IAM::ManagedPolicy");
            ObjectNode properties = policy.putObject("Properties");
            properties.set("ManagedPolicyName", sub("${RoleName}-" + (i + 1)));
            properties.put("Description", "What Holdfast reads, part " + (i + 1) + " of " + policies.size());
            properties.set("PolicyDocument", filled(policies.get(i)));
            attached.add(ref(id));
        }
        ObjectNode role = resources.putObject("Role");
        role.put("Type", "AWS::IAM::Role");
        ObjectNode properties = role.putObject("Properties");
        properties.set("RoleName", ref("RoleName"));
        properties.put("Description", "Read by Holdfast; nothing here lets it change anything");
        properties.put("MaxSessionDuration", 3600);
        properties.set("AssumeRolePolicyDocument", trust());
        properties.set("ManagedPolicyArns", attached);
        top.putObject("Outputs")
                .putObject("RoleArn")
                .set(
                        "Value",
                        MAKE.objectNode()
                                .set("Fn::GetAtt", MAKE.arrayNode().add("Role").add("Arn")));
        return comment(member) + YamlText.of(top);
    }

    private static String comment(boolean member) {
        return member ? """
                # For every member account. Deploy it from the management account (or a delegated administrator of StackSets)
                # to the root of the organization; accounts that join later get it by themselves:
                #   aws cloudformation create-stack-set --stack-set-name holdfast-read --template-body file://members.yaml \\
                #     --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\
                #     --capabilities CAPABILITY_NAMED_IAM \\
                #     --parameters ParameterKey=TrustedPrincipalArn,ParameterValue=ROLE_ARN
                #   aws cloudformation create-stack-instances --stack-set-name holdfast-read --regions HOME_REGION \\
                #     --deployment-targets OrganizationalUnitIds=ROOT_ID
                # The management account is not reached by a StackSet: its own step is `--for management`.
                """ : """
                # For the management account, which a StackSet with service-managed permissions does not reach:
                #   aws cloudformation deploy --stack-name holdfast-read --template-file management.yaml \\
                #     --capabilities CAPABILITY_NAMED_IAM --parameter-overrides TrustedPrincipalArn=YOUR_ARN
                # Its output RoleArn is the TrustedPrincipalArn of the members' StackSet.
                """;
    }

    private static JsonNode trust() {
        ObjectNode statement = MAKE.objectNode();
        statement.put("Effect", "Allow");
        statement.putObject("Principal").set("AWS", ref("TrustedPrincipalArn"));
        statement.put("Action", "sts:AssumeRole");
        ObjectNode external = MAKE.objectNode();
        external.putObject("StringEquals").set("sts:ExternalId", ref("ExternalId"));
        statement
                .putObject("Condition")
                .set(
                        "Fn::If",
                        MAKE.arrayNode().add("HasExternalId").add(external).add(ref("AWS::NoValue")));
        ObjectNode out = MAKE.objectNode().put("Version", "2012-10-17");
        out.putArray("Statement").add(statement);
        return out;
    }

    private static void parameter(
            ObjectNode parameters,
            String name,
            String description,
            @org.jspecify.annotations.Nullable String fallback,
            String pattern) {
        ObjectNode out = parameters.putObject(name);
        out.put("Type", "String");
        out.put("Description", description);
        if (fallback != null) {
            out.put("Default", fallback);
        }
        out.put("AllowedPattern", "^" + pattern + "$");
    }

    private static JsonNode filled(ObjectNode policy) {
        return Policies.resources(
                policy,
                resource -> sub(resource.replace(Permission.PARTITION, "${AWS::Partition}")
                        .replace(Permission.ROLE, "${RoleName}")));
    }

    private static ObjectNode sub(String text) {
        return MAKE.objectNode().put("Fn::Sub", text);
    }

    private static ObjectNode ref(String name) {
        return MAKE.objectNode().put("Ref", name);
    }

    private static ObjectNode equalsNode(JsonNode a, JsonNode b) {
        ObjectNode out = MAKE.objectNode();
        out.putArray("Fn::Equals").add(a).add(b);
        return out;
    }

    private static ArrayNode array(JsonNode item) {
        return MAKE.arrayNode().add(item);
    }
}
