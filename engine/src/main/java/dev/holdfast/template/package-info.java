/**
 * Templates for those who deploy with other tools. Documents of the baseline with their parameters come in; CloudFormation
 * templates and Terraform modules that would make the same go out. Pure.
 */
@NullMarked
package dev.holdfast.template;

import org.jspecify.annotations.NullMarked;
