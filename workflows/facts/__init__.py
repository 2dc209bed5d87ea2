"""The facts that the guards judge: what is known of one assessment as somebody acts."""
