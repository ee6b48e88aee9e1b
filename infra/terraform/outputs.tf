output "prefix" {
  description = "What every name of the stack begins with."
  value       = local.prefix
}
