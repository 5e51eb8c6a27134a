package dev.holdfast.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Permission.Place;
import java.util.List;

/** The role that Holdfast uses, as a Terraform module of one file. */
public final class Terraform {
    private static final String HEAD = """
            # {title}
            terraform {
              required_providers {
                aws = { source = "hashicorp/aws" }
              }
            }

            variable "trusted_principal_arn" {
              type        = string
              description = "{trusted}"
            }

            variable "role_name" {
              type    = string
              default = "{name}"
            }

            variable "external_id" {
              type        = string
              default     = ""
              description = "Secret word the caller must know; empty for none"
            }

            data "aws_partition" "current" {}

            data "aws_iam_policy_document" "trust" {
              statement {
                actions = ["sts:AssumeRole"]
                principals {
                  type        = "AWS"
                  identifiers = [var.trusted_principal_arn]
                }
                dynamic "condition" {
                  for_each = var.external_id == "" ? [] : [var.external_id]
                  content {
                    test     = "StringEquals"
                    variable = "sts:ExternalId"
                    values   = [condition.value]
                  }
                }
              }
            }

            resource "aws_iam_role" "read" {
              name                 = var.role_name
              description          = "Read by Holdfast; nothing here lets it change anything"
              max_session_duration = 3600
              assume_role_policy   = data.aws_iam_policy_document.trust.json
            }
            """;

    private Terraform() {}

    /** The module for one place; see {@link CloudFormation#template}. */
    public static String module(List<ObjectNode> policies, Place place, String roleName) {
        boolean member = place == Place.EVERY_ACCOUNT;
        String title = member
                ? "The role through which Holdfast reads a member account; every member account needs it"
                : "The role with which Holdfast begins in the management account";
        String trusted = member
                ? "The role Holdfast runs as in the management or audit account"
                : "The user or role of the people who run Holdfast";
        StringBuilder out = new StringBuilder(
                HEAD.replace("{title}", title).replace("{trusted}", trusted).replace("{name}", roleName));
        for (int i = 1; i <= policies.size(); i++) {
            out.append("\nresource \"aws_iam_policy\" \"read_").append(i).append("\" {\n");
            out.append("  name        = \"${var.role_name}-").append(i).append("\"\n");
            out.append("  description = \"What Holdfast reads, part ")
                    .append(i)
                    .append(" of ")
                    .append(policies.size())
                    .append("\"\n");
            out.append("  policy = jsonencode(");
            value(policies.get(i - 1), "  ", out);
            out.append(")\n}\n");
            out.append("\nresource \"aws_iam_role_policy_attachment\" \"read_")
                    .append(i)
                    .append("\" {\n");
            out.append("  role       = aws_iam_role.read.name\n");
            out.append("  policy_arn = aws_iam_policy.read_").append(i).append(".arn\n}\n");
        }
        return out.append("\noutput \"role_arn\" {\n  value = aws_iam_role.read.arn\n}\n")
                .toString();
    }

    private static void value(JsonNode node, String indent, StringBuilder out) {
        if (node.isObject()) {
            out.append("{\n");
            node.properties().forEach(e -> {
                out.append(indent).append("  ").append(key(e.getKey())).append(" = ");
                value(e.getValue(), indent + "  ", out);
                out.append('\n');
            });
            out.append(indent).append('}');
        } else if (node.isArray()) {
            out.append("[\n");
            node.forEach(item -> {
                out.append(indent).append("  ");
                value(item, indent + "  ", out);
                out.append(",\n");
            });
            out.append(indent).append(']');
        } else {
            out.append(text(node));
        }
    }

    private static String key(String key) {
        return key.matches("[A-Za-z]+") ? key : '"' + key + '"';
    }

    /** Templates of Terraform only where one of our placeholders stands. */
    private static String text(JsonNode node) {
        return node.toString()
                .replace("${", "$${")
                .replace(Permission.PARTITION, "${data.aws_partition.current.partition}")
                .replace(Permission.ROLE, "${var.role_name}");
    }
}
