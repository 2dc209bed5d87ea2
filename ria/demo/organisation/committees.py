"""Sixteen committees by remit, as a large police service has them."""

from __future__ import annotations

COMMITTEES = (
    ("Public Order and Operations Committee", "Stop and search, public order, traffic, patrol"),
    ("Crime Committee", "Investigation, forensic work, intelligence"),
    ("Criminal Justice Committee", "Arrest, custody, bail, disposals, courts"),
    ("Community Engagement Committee", "Neighbourhood work, schools, advisory groups"),
    ("Hate Crime and Victims Committee", "Hate crime, domestic abuse, witnesses, interpreters"),
    ("Safeguarding Committee", "Children, missing persons, mental health"),
    ("Professional Standards Committee", "Complaints, conduct, confidential reporting"),
    ("Human Resources Committee", "Pay, leave, attendance, working hours"),
    ("Recruitment and Promotion Committee", "Recruitment, selection, promotion, retention"),
    ("Training Committee", "Training of officers and staff"),
    ("Health and Safety Committee", "Fitness, welfare, accidents, equipment"),
    ("Information Committee", "Records, data protection, freedom of information, cameras"),
    ("Communications Committee", "Call handling, media, languages, the website"),
    ("Estates and Procurement Committee", "Buildings, contracts, suppliers, vehicles"),
    ("Finance and Resources Committee", "Budgets and where they go"),
    ("Equality and Diversity Committee", "This scheme, staff networks, dress and faith"),
)
