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

# --- Rhythm --------------------------------------------------------------------------------------------------------

FACEBOT = Source("FaceBot", "How often to post", 2026, "fb0t.com")
MINUTEFACILE = Source("Minutefacile", host="minutefacile.com")

# --- Hours and number of platforms ---------------------------------------------------------------------------------

VERTICAL_RESPONSE = Source("VerticalResponse", "", 2012, "socialnewsdaily.com", grade="A")
CMI = Source("Content Marketing Institute", "B2B", 2015, "business2community.com", grade="A")

# --- Limits --------------------------------------------------------------------------------------------------------

BUFFER = Source("Buffer", host="support.buffer.com", grade="A")
PUBLER = Source("Publer", "", 2025, "help.publer.com", grade="A")
SOCIALK = Source("Socialk", "", 2026, "socialk.it", grade="A")
