/**
 * What Holdfast needs to be allowed, and whether a policy allows it. Tables, runbooks and policy documents come in;
 * permissions, least-privilege policies as JSON, CloudFormation or Terraform, and what a policy leaves out go out. It
 * must not call AWS, and it must not grant anything: it only writes text.
 */
@NullMarked
package dev.holdfast.access;

import org.jspecify.annotations.NullMarked;
