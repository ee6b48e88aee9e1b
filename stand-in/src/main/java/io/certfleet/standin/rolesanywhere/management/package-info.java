/**
 * What Terraform and operators manage in Roles Anywhere: trust anchors, profiles, CRLs, their tags. Own code,
 * because it decides on the sessions here.
 */
package io.certfleet.standin.rolesanywhere.management;
