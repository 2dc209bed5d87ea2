"""The facts that the guards judge: what is known about one assessment when somebody acts."""
