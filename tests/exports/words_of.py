"""Made-up sentences in six languages, for plans that exist only in tests and benchmarks."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "Most miners in the river valleys work in family groups and sell their gold the same day.",
        "The survey weighed mercury before and after amalgamation at thirty-two processing places.",
        "Cooperatives asked for simpler licences, and the draft decree answers that request.",
        "Retorts were tried in four villages; two of them still use the equipment after a year.",
        "District health offices will record exposure to mercury in the yearly statistics.",
        "Where the old tailings lie close to wells, sampling comes before any other work.",
    ),
    "fr": (
        "La plupart des orpailleurs travaillent en famille et vendent l'or le jour même.",
        "L'enquête a pesé le mercure avant et après l'amalgamation dans trente-deux lieux.",
        "Les coopératives ont demandé des permis plus simples ; le projet de décret y répond.",
        "Des cornues ont été essayées dans quatre villages, dont deux les emploient encore.",
        "Les centres de santé noteront l'exposition au mercure dans les statistiques annuelles.",
        "Là où d'anciens résidus se trouvent près des puits, on prélève d'abord des échantillons.",
    ),
    "ar": (
        "يعمل معظم عمال المناجم في وديان الأنهار ضمن مجموعات عائلية ويبيعون الذهب في اليوم نفسه.",
        "وزن المسح الزئبق قبل الملغمة وبعدها في اثنين وثلاثين موقعا للمعالجة.",
        "طلبت التعاونيات تراخيص أبسط، ويستجيب مشروع المرسوم لهذا الطلب.",
        "جربت المعوجات في أربع قرى، ولا تزال اثنتان منها تستخدمانها بعد عام.",
        "ستسجل مكاتب الصحة التعرض للزئبق في الإحصاءات السنوية.",
        "تؤخذ العينات أولا حيث تقع المخلفات القديمة قرب الآبار.",
    ),
    "lo": (
        "ຜູ້ຂຸດຄົ້ນສ່ວນຫຼາຍໃນຮ່ອມພູເຮັດວຽກເປັນກຸ່ມຄອບຄົວ ແລະ ຂາຍຄຳໃນມື້ດຽວກັນ.",
        "ການສຳຫຼວດໄດ້ຊັ່ງນ້ຳໜັກບາຫຼອດກ່ອນ ແລະ ຫຼັງການປະສົມຢູ່ສາມສິບສອງບ່ອນ.",
        "ສະຫະກອນໄດ້ຂໍໃຫ້ໃບອະນຸຍາດງ່າຍຂຶ້ນ ແລະ ຮ່າງດຳລັດໄດ້ຕອບສະໜອງຄຳຂໍນັ້ນ.",
        "ຫ້ອງການສາທາລະນະສຸກຈະບັນທຶກການສຳຜັດບາຫຼອດໃນສະຖິຕິປະຈຳປີ.",
    ),
    "zh": (
        "河谷中的大多数矿工以家庭为单位劳动，并在当天出售黄金。",
        "调查在三十二个加工点称量了混汞前后的汞。",
        "合作社要求简化许可证，法令草案回应了这一要求。",
        "卫生部门将在年度统计中记录汞接触情况。",
    ),
    "mn": (
        "Голын хөндийн ихэнх уурхайчид гэр бүлээрээ ажиллаж, алтаа тэр өдрөө зардаг.",
        "Судалгаагаар амальгамын өмнөх ба дараах мөнгөн усыг гучин хоёр газар жинлэв.",
        "Хоршоод зөвшөөрлийг хялбаршуулахыг хүссэн бөгөөд тогтоолын төсөл үүнд хариулна.",
        "Эрүүл мэндийн төвүүд мөнгөн усны хордлогыг жилийн статистикт бүртгэнэ.",
    ),
}
NAMES: dict[str, tuple[str, ...]] = {
    "en": ("Northern Uplands", "River Basin", "Lake District", "Eastern Gold Belt"),
    "fr": ("Hautes Terres du Nord", "Bassin du Fleuve", "Région des Lacs", "Ceinture de l'Est"),
    "ar": ("المرتفعات الشمالية", "حوض النهر", "منطقة البحيرات", "حزام الذهب الشرقي"),
    "lo": ("ພູດອຍພາກເໜືອ", "ອ່າງແມ່ນ້ຳ", "ເຂດທະເລສາບ", "ແຖບຄຳຕາເວັນອອກ"),
    "zh": ("北部高地", "河流流域", "湖区", "东部金矿带"),
    "mn": ("Хойд өндөрлөг", "Голын сав", "Нуурын бүс", "Зүүн алтны бүс"),
}
PARTY: dict[str, str] = {
    "en": "Republic of Aurelia",
    "fr": "République d'Aurélie",
    "ar": "جمهورية أوريليا",
    "lo": "ສາທາລະນະລັດ ອໍເຣເລຍ",
    "zh": "奥雷利亚共和国",
    "mn": "Аурелия улс",
}
TITLE: dict[str, str] = {
    "en": "National action plan to reduce mercury in artisanal and small-scale gold mining",
    "fr": "Plan d'action national de réduction du mercure dans l'extraction artisanale de l'or",
    "ar": "خطة العمل الوطنية للحد من الزئبق في تعدين الذهب الحرفي والضيق النطاق",
    "lo": "ແຜນດຳເນີນງານແຫ່ງຊາດເພື່ອຫຼຸດຜ່ອນບາຫຼອດໃນການຂຸດຄົ້ນຄຳຂະໜາດນ້ອຍ",
    "zh": "减少手工和小规模采金中汞使用的国家行动计划",
    "mn": "Бичил уурхайн алт олборлолтод мөнгөн усыг бууруулах үндэсний төлөвлөгөө",
}
