"""Every work that a rule cites, once. A threshold without a study or a guide behind it says that it is our estimate."""

from .core import Source

# --- The five articles that the rules are drawn from ---------------------------------------------------------------

MYTHS = Source("", "Les médias sociaux et leurs mythes", grade="S")
NOT_AN_END = Source("", "Marques : Les réseaux sociaux ne sont pas une fin en soi !", grade="S")
COMPLICATED = Source("", "Les médias sociaux c’est compliqué, mais essayons quand même !", grade="S")
TWELVE_ERRORS = Source("", "12 Erreurs Social Media que les Marques Commettent", grade="S")
WHAT_AND_WHY = Source("", "Les médias sociaux : c’est quoi et pourquoi les utiliser ?", grade="S")

# --- Share of promotion and of conversation ------------------------------------------------------------------------

SPROUT_2016 = Source("Sprout Social", "", 2016, "adweek.com", grade="A")
FORRESTER = Source("Forrester", "", 2020, "forrester.com", grade="A")
ST_CLAIR = Source("St Clair Content", "", 2019, "stclaircontent.com")
FERN_COLAB = Source("Fern Colab", "", 2023, "ferncolab.com")
SIPOCH = Source("Sipoch", "", 2025, "sipoch.com")
GIRARD = Source("Girard Media", "", 2026, "girardmedia.com")
WE_ARE_SOCIAL = Source("We Are Social, Meltwater", "Digital France", 2026, "wearesocial.com", grade="A")

EDST = Source("EDST", "", 2025, "edst.com")
FIVE_THREE_TWO = Source("Professional Uses of Social Media", "", 2016, "professionalusesofsocialmedia.wordpress.com")
NIELSEN = Source("Nielsen", "90-9-1", 2006, "nngroup.com", grade="A")

# --- Personas, and where they are ----------------------------------------------------------------------------------

POST_AFFILIATE_PRO = Source("Post Affiliate Pro", "Nielsen Norman Group", host="postaffiliatepro.com", grade="A")
HUBSPOT_COMMUNITY = Source("HubSpot", "", 2021, "community.hubspot.com")
FLASHS = Source("FLASHS, Hostinger", "", 2025, "technomedia.org", grade="A")
MEDIAMETRIE = Source("Médiamétrie", "L’Année Internet", 2023, "bfmtv.com", grade="A")
PEW_2025 = Source("Pew Research Center", "", 2025, "zoonop.com", grade="A")
PEW_2023 = Source("Pew Research Center", "", 2023, "sinfa.org", grade="A")

# --- Strategy, objectives, results ---------------------------------------------------------------------------------

SME = Source("Social Media Examiner", "", 2015, "businessesgrow.com", grade="A")
INNATE = Source("Innate", "", 2015, "blog.innateagency.com")
FTC_2024 = Source("FTC", "", 2024, "mondaq.com", grade="A")

# --- Rhythm --------------------------------------------------------------------------------------------------------

FACEBOT = Source("FaceBot", "How often to post", 2026, "fb0t.com")
DESIGNODIN = Source("Designodin", "Hootsuite Lab", 2024, "designodin.com", grade="A")
TRACK_SOCIAL = Source("Track Social", "", 2012, "contentcreatorapp.com", grade="A")
HUBSPOT_PAGES = Source("HubSpot", host="revlocal.com", grade="A")
SOCIAL_SCHOOL = Source("Social School", "", 2020, "socialschool.io")
SPARKUM = Source("Sparkum", host="sparkum.net")
BUSINESS_COM = Source("Business.com", host="business.com")
MINUTEFACILE = Source("Minutefacile", host="minutefacile.com")

# --- Hours and number of platforms ---------------------------------------------------------------------------------

VERTICAL_RESPONSE = Source("VerticalResponse", "", 2012, "socialnewsdaily.com", grade="A")
MARKETING_PROFS = Source("MarketingProfs", "", 2025, "wildcreative.agency", grade="A")
CMI = Source("Content Marketing Institute", "B2B", 2015, "business2community.com", grade="A")

# --- Limits --------------------------------------------------------------------------------------------------------

BUFFER = Source("Buffer", host="support.buffer.com", grade="A")
PUBLER = Source("Publer", "", 2025, "help.publer.com", grade="A")
SOCIALK = Source("Socialk", "", 2026, "socialk.it", grade="A")

# --- Trials, answers, staff ----------------------------------------------------------------------------------------

THE_EXPERT = Source("The Expert", "", 2026, "theexpert.app")
TALKED = Source("Talked", "", 2026, "talked.live")
SPIDER = Source("Spider Marketing", host="brandonlazovic.com", grade="A")
SPROUT_2016_ANSWERS = Source("Sprout Social", "Index Q2", 2016, "sproutsocial.com", grade="A")
LITHIUM = Source("Lithium", "", 2013, "alrawahfff.wixsite.com", grade="A")
HOOTSUITE_CAREERS = Source("Hootsuite", "Social Media Career Report", 2023, "hootsuite.com", grade="A")

# --- Words: law, platforms, accessibility --------------------------------------------------------------------------

LAW_2023_451 = Source("Loi n° 2023-451", "art. 5, ordonnance n° 2024-978", 2024, "nomosparis.com", grade="A")
ARPP = Source("ARPP", "", 2024, "arpp.org", grade="A")
CAP = Source("CAP, CMA", host="samalderson.co.uk", grade="A")
FTC_2019 = Source("FTC", "Disclosures 101", 2019, "musically.com", grade="A")
CODE_DE_COMMERCE = Source("Code de commerce", "L310-3", host="juriblio.fr", grade="A")
CODE_DE_LA_CONSOMMATION = Source("Code de la consommation", "L112-1-1", host="livv.eu", grade="A")
META_2017 = Source("Meta", "engagement bait", 2017, "lexology.com", grade="A")
ZEE_NEWS = Source("Zee News", "", 2025, "zeenews.india.com", grade="A")
VERIZON = Source("Verizon Media, Publicis", "", 2019, "blog.usablenet.com", grade="A")
CAVAZZA = Source("Fred Cavazza", "Panorama des médias sociaux", 2025, "blogmarketingdigital.agencedeneko.com")
SPROUT_DUPLICATES = Source("Sprout Social", "Duplicate content", host="sproutsocial.com")
