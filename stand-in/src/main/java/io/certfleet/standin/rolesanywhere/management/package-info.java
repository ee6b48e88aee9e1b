/** What Terraform and operators manage in Roles Anywhere: trust anchors, profiles, CRLs, their tags. */
package io.certfleet.standin.rolesanywhere.management;
