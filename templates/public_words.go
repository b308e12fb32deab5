package templates

// publicWords are the fixed words of the pages around the public page: its language switch and older versions, the messages about updates, and
// "might I be affected?". They stand beside Words, which every letter has too.
type publicWords struct {
	PageTitle string // in the history of a borrowed telephone: neutral

	Earlier        string
	EarlierNote    string
	Newest         string
	OlderUpdates   string
	ReadUpdate     string
	AllCorrections string
	Follow         string
	CopyNote       string // with {date}

	SubscribeTitle    string
	SubscribeText     string
	SubscribeCare     string
	SubscribeAddress  string
	SubscribeLanguage string
	SubscribeButton   string
	SubscribeBad      string
	AskedTitle        string
	AskedText         string
	BeginTitle        string
	BeginText         string
	BeginButton       string
	BegunTitle        string
	BegunText         string
	EndTitle          string
	EndText           string
	EndButton         string
	EndedTitle        string
	EndedText         string

	MailBeginSubject  string // with {organisation}
	MailBeginText     string
	MailBeginNot      string
	MailUpdateSubject string // with {organisation}
	MailUpdateText    string
	MailUpdateEnd     string
	MailNever         string

	CheckTitle      string
	CheckPrivacy    string
	CheckService    string
	CheckWhere      string
	CheckHere       string
	CheckOther      string
	CheckWhen       string // with {from} and {to}
	CheckThen       string
	CheckNotThen    string
	CheckNone       string
	CheckUnsure     string
	CheckLikely     string
	CheckLikelyDo   string
	CheckUnlikely   string
	CheckUnlikelyDo string
	CheckAsk        string
	CheckAskDo      string
	CheckBack       string
}

var publicWordsIn = map[string]*publicWords{
	"en": {
		PageTitle: "Information",
		Earlier:   "Earlier versions of this update", EarlierNote: "This is an earlier version. It stays here so that everybody can see what we said and when.", Newest: "Read what we say today",
		OlderUpdates: "Older updates", ReadUpdate: "Read this update", AllCorrections: "All corrections", Follow: "Follow this page with a feed reader",
		CopyNote:       "You are reading a copy that was written on {date}. If our own page can be reached, it may know more:",
		SubscribeTitle: "Get updates by e-mail", SubscribeText: "We write only when this page has something new. Your address is kept sealed, used for nothing else, and erased when you say so.",
		SubscribeCare:    "Use an address that only you can read.",
		SubscribeAddress: "Your e-mail address", SubscribeLanguage: "Language of the messages", SubscribeButton: "Send me a message to confirm",
		SubscribeBad: "This does not look like an e-mail address. Nothing was kept; please type it again.",
		AskedTitle:   "Please look into your mailbox", AskedText: "If this address can receive mail, a message will be there in a few minutes. Open the link in it and press the button. We answer the same to everybody, so that nobody can find out here which addresses we know.",
		BeginTitle: "Do you want to hear of updates?", BeginText: "Press the button, and we write to your address when our page has something new. If you do nothing, your address is forgotten after 7 days.", BeginButton: "Yes, write to me",
		BegunTitle: "It is done", BegunText: "We will write to you when our page has something new. Every message has a link that ends this.",
		EndTitle: "Do you want to end these messages?", EndText: "Press the button, and your address is erased at once.", EndButton: "End this and erase my address",
		EndedTitle: "It is ended", EndedText: "Your address is erased. We will not write to it again.",
		MailBeginSubject: "Please confirm: messages from {organisation}", MailBeginText: "Somebody, perhaps you, asked us to write to this address when our information page has something new. If it was you, open this page and press the button:",
		MailBeginNot:      "If it was not you, do nothing. We will not write again, and the address is forgotten after 7 days.",
		MailUpdateSubject: "Something new from {organisation}", MailUpdateText: "Our information page has something new. You can read it here:", MailUpdateEnd: "To end these messages and have your address erased:", MailNever: "We will never ask for your password, for money, or where you are.",
		CheckTitle: "Might I be affected?", CheckPrivacy: "Your answers stay on this device. Nothing you choose here is sent to us or to anybody else.",
		CheckService: "Which of these did you, or somebody in your family, turn to?", CheckWhere: "Was it in one of these places?", CheckHere: "Yes, in one of them", CheckOther: "No, only somewhere else",
		CheckWhen: "Was it at any time from {from} to {to}?", CheckThen: "Yes", CheckNotThen: "No, only at another time", CheckNone: "None of these", CheckUnsure: "I do not know",
		CheckLikely: "Your data are probably among those concerned.", CheckLikelyDo: "Please talk to us; the ways are at the end of this page. You have done nothing wrong.",
		CheckUnlikely: "As far as we know today, your data are probably not among those concerned.", CheckUnlikelyDo: "If we learn more, we say so on our page. If you are worried, talk to us all the same.",
		CheckAsk: "These answers are not enough to tell.", CheckAskDo: "Please ask us or your Red Cross or Red Crescent Society; the ways are at the end of this page.", CheckBack: "Back to the information page",
	},
	"fr": {
		PageTitle: "Informations",
		Earlier:   "Versions précédentes de cette information", EarlierNote: "Ceci est une version précédente. Elle reste ici afin que chacun puisse voir ce que nous avons dit, et quand.", Newest: "Lire ce que nous disons aujourd'hui",
		OlderUpdates: "Informations plus anciennes", ReadUpdate: "Lire cette information", AllCorrections: "Toutes les corrections", Follow: "Suivre cette page avec un lecteur de flux",
		CopyNote:       "Vous lisez une copie écrite le {date}. Si notre propre page est accessible, elle en dit peut-être plus :",
		SubscribeTitle: "Recevoir les nouvelles par e-mail", SubscribeText: "Nous n'écrivons que lorsque cette page contient du nouveau. Votre adresse est conservée scellée, ne sert à rien d'autre et est effacée dès que vous le demandez.",
		SubscribeCare:    "Utilisez une adresse que vous seul pouvez lire.",
		SubscribeAddress: "Votre adresse e-mail", SubscribeLanguage: "Langue des messages", SubscribeButton: "Envoyez-moi un message à confirmer",
		SubscribeBad: "Ceci ne ressemble pas à une adresse e-mail. Rien n'a été conservé ; veuillez la saisir à nouveau.",
		AskedTitle:   "Veuillez regarder dans votre boîte aux lettres", AskedText: "Si cette adresse peut recevoir des messages, un message y sera dans quelques minutes. Ouvrez le lien qu'il contient et appuyez sur le bouton. Nous répondons la même chose à tout le monde : personne ne peut savoir ici quelles adresses nous connaissons.",
		BeginTitle: "Voulez-vous recevoir les nouvelles ?", BeginText: "Appuyez sur le bouton, et nous vous écrirons quand notre page contient du nouveau. Si vous ne faites rien, votre adresse est oubliée après 7 jours.", BeginButton: "Oui, écrivez-moi",
		BegunTitle: "C'est fait", BegunText: "Nous vous écrirons quand notre page contient du nouveau. Chaque message contient un lien pour arrêter.",
		EndTitle: "Voulez-vous arrêter ces messages ?", EndText: "Appuyez sur le bouton, et votre adresse est effacée aussitôt.", EndButton: "Arrêter et effacer mon adresse",
		EndedTitle: "C'est terminé", EndedText: "Votre adresse est effacée. Nous n'y écrirons plus.",
		MailBeginSubject: "Veuillez confirmer : messages de {organisation}", MailBeginText: "Quelqu'un, peut-être vous, nous a demandé d'écrire à cette adresse quand notre page d'information contient du nouveau. Si c'était vous, ouvrez cette page et appuyez sur le bouton :",
		MailBeginNot:      "Si ce n'était pas vous, ne faites rien. Nous n'écrirons plus, et l'adresse est oubliée après 7 jours.",
		MailUpdateSubject: "Du nouveau de {organisation}", MailUpdateText: "Notre page d'information contient du nouveau. Vous pouvez le lire ici :", MailUpdateEnd: "Pour arrêter ces messages et faire effacer votre adresse :", MailNever: "Nous ne vous demanderons jamais votre mot de passe, de l'argent, ni où vous êtes.",
		CheckTitle: "Suis-je peut-être concerné ?", CheckPrivacy: "Vos réponses restent sur cet appareil. Rien de ce que vous choisissez ici ne nous est envoyé, ni à personne d'autre.",
		CheckService: "Auquel de ces services vous êtes-vous adressé, vous ou quelqu'un de votre famille ?", CheckWhere: "Était-ce dans l'un de ces lieux ?", CheckHere: "Oui, dans l'un d'eux", CheckOther: "Non, seulement ailleurs",
		CheckWhen: "Était-ce à un moment entre {from} et {to} ?", CheckThen: "Oui", CheckNotThen: "Non, seulement à un autre moment", CheckNone: "Aucun de ceux-ci", CheckUnsure: "Je ne sais pas",
		CheckLikely: "Vos données font probablement partie de celles qui sont concernées.", CheckLikelyDo: "Veuillez nous parler ; les moyens figurent à la fin de cette page. Vous n'avez rien fait de mal.",
		CheckUnlikely: "D'après ce que nous savons aujourd'hui, vos données ne font probablement pas partie de celles qui sont concernées.", CheckUnlikelyDo: "Si nous en apprenons davantage, nous le dirons sur notre page. Si vous êtes inquiet, parlez-nous quand même.",
		CheckAsk: "Ces réponses ne suffisent pas pour le dire.", CheckAskDo: "Veuillez nous demander, ou demander à votre Société de la Croix-Rouge ou du Croissant-Rouge ; les moyens figurent à la fin de cette page.", CheckBack: "Retour à la page d'information",
	},
	"es": {
		PageTitle: "Información",
		Earlier:   "Versiones anteriores de esta información", EarlierNote: "Esta es una versión anterior. Permanece aquí para que todos puedan ver qué dijimos y cuándo.", Newest: "Leer lo que decimos hoy",
		OlderUpdates: "Informaciones anteriores", ReadUpdate: "Leer esta información", AllCorrections: "Todas las correcciones", Follow: "Seguir esta página con un lector de noticias",
		CopyNote:       "Está leyendo una copia escrita el {date}. Si se puede abrir nuestra propia página, puede que diga más:",
		SubscribeTitle: "Recibir novedades por correo electrónico", SubscribeText: "Solo escribimos cuando hay algo nuevo en esta página. Su dirección se guarda sellada, no se usa para nada más y se borra cuando usted lo diga.",
		SubscribeCare:    "Use una dirección que solo usted pueda leer.",
		SubscribeAddress: "Su dirección de correo", SubscribeLanguage: "Idioma de los mensajes", SubscribeButton: "Envíenme un mensaje para confirmar",
		SubscribeBad: "Esto no parece una dirección de correo. No se guardó nada; escríbala de nuevo, por favor.",
		AskedTitle:   "Por favor, mire su buzón", AskedText: "Si esta dirección puede recibir correo, habrá un mensaje en unos minutos. Abra el enlace y pulse el botón. Respondemos lo mismo a todos, para que nadie pueda averiguar aquí qué direcciones conocemos.",
		BeginTitle: "¿Quiere recibir las novedades?", BeginText: "Pulse el botón y le escribiremos cuando haya algo nuevo en nuestra página. Si no hace nada, su dirección se olvida a los 7 días.", BeginButton: "Sí, escríbanme",
		BegunTitle: "Hecho", BegunText: "Le escribiremos cuando haya algo nuevo en nuestra página. Cada mensaje tiene un enlace para terminar.",
		EndTitle: "¿Quiere terminar estos mensajes?", EndText: "Pulse el botón y su dirección se borra al instante.", EndButton: "Terminar y borrar mi dirección",
		EndedTitle: "Terminado", EndedText: "Su dirección está borrada. No volveremos a escribirle.",
		MailBeginSubject: "Por favor, confirme: mensajes de {organisation}", MailBeginText: "Alguien, quizá usted, nos pidió que escribiéramos a esta dirección cuando haya algo nuevo en nuestra página de información. Si fue usted, abra esta página y pulse el botón:",
		MailBeginNot:      "Si no fue usted, no haga nada. No volveremos a escribir y la dirección se olvida a los 7 días.",
		MailUpdateSubject: "Novedades de {organisation}", MailUpdateText: "Hay algo nuevo en nuestra página de información. Puede leerlo aquí:", MailUpdateEnd: "Para terminar estos mensajes y que se borre su dirección:", MailNever: "Nunca le pediremos su contraseña, dinero ni dónde se encuentra.",
		CheckTitle: "¿Podría estar entre las personas afectadas?", CheckPrivacy: "Sus respuestas se quedan en este dispositivo. Nada de lo que elija aquí se envía a nosotros ni a nadie más.",
		CheckService: "¿A cuál de estos servicios acudió usted o alguien de su familia?", CheckWhere: "¿Fue en uno de estos lugares?", CheckHere: "Sí, en uno de ellos", CheckOther: "No, solo en otro lugar",
		CheckWhen: "¿Fue en algún momento entre {from} y {to}?", CheckThen: "Sí", CheckNotThen: "No, solo en otro momento", CheckNone: "Ninguno de estos", CheckUnsure: "No lo sé",
		CheckLikely: "Sus datos están probablemente entre los afectados.", CheckLikelyDo: "Por favor, hable con nosotros; las formas están al final de esta página. Usted no ha hecho nada malo.",
		CheckUnlikely: "Por lo que sabemos hoy, sus datos probablemente no están entre los afectados.", CheckUnlikelyDo: "Si sabemos más, lo diremos en nuestra página. Si está preocupado, hable con nosotros de todos modos.",
		CheckAsk: "Estas respuestas no bastan para saberlo.", CheckAskDo: "Por favor, pregúntenos a nosotros o a su Sociedad de la Cruz Roja o de la Media Luna Roja; las formas están al final de esta página.", CheckBack: "Volver a la página de información",
	},
	"ar": {
		PageTitle: "معلومات",
		Earlier:   "نسخ سابقة من هذا التحديث", EarlierNote: "هذه نسخة سابقة. تبقى هنا كي يرى الجميع ماذا قلنا ومتى.", Newest: "اقرؤوا ما نقوله اليوم",
		OlderUpdates: "تحديثات أقدم", ReadUpdate: "قراءة هذا التحديث", AllCorrections: "جميع التصحيحات", Follow: "متابعة هذه الصفحة ببرنامج قراءة الأخبار",
		CopyNote:       "تقرؤون نسخة كُتبت في {date}. إذا أمكن فتح صفحتنا نفسها فقد تجدون فيها المزيد:",
		SubscribeTitle: "تلقّي التحديثات بالبريد الإلكتروني", SubscribeText: "لا نكتب إليكم إلا عندما يكون في هذه الصفحة جديد. يُحفظ عنوانكم مشفّرًا، ولا يُستخدم لأي شيء آخر، ويُمحى عندما تطلبون ذلك.",
		SubscribeCare:    "استخدموا عنوانًا لا يقرأ بريده أحد غيركم.",
		SubscribeAddress: "عنوان بريدكم الإلكتروني", SubscribeLanguage: "لغة الرسائل", SubscribeButton: "أرسلوا إليّ رسالة للتأكيد",
		SubscribeBad: "لا يبدو هذا عنوان بريد إلكتروني. لم يُحفظ أي شيء؛ نرجو كتابته مرة أخرى.",
		AskedTitle:   "نرجو النظر في صندوق بريدكم", AskedText: "إذا كان هذا العنوان يستقبل البريد فستصل إليه رسالة خلال بضع دقائق. افتحوا الرابط الوارد فيها واضغطوا على الزر. نجيب الجميع بالجواب نفسه، كي لا يعرف أحد من هنا أي العناوين معروفة لدينا.",
		BeginTitle: "هل تريدون تلقّي التحديثات؟", BeginText: "اضغطوا على الزر فنكتب إلى عنوانكم عندما يكون في صفحتنا جديد. إذا لم تفعلوا شيئًا يُنسى عنوانكم بعد 7 أيام.", BeginButton: "نعم، اكتبوا إليّ",
		BegunTitle: "تمّ ذلك", BegunText: "سنكتب إليكم عندما يكون في صفحتنا جديد. في كل رسالة رابط لإنهاء ذلك.",
		EndTitle: "هل تريدون إنهاء هذه الرسائل؟", EndText: "اضغطوا على الزر فيُمحى عنوانكم فورًا.", EndButton: "إنهاء الرسائل ومحو عنواني",
		EndedTitle: "انتهى الأمر", EndedText: "مُحي عنوانكم. لن نكتب إليه مرة أخرى.",
		MailBeginSubject: "نرجو التأكيد: رسائل من {organisation}", MailBeginText: "طلب منا أحد، ربما أنتم، أن نكتب إلى هذا العنوان عندما يكون في صفحة المعلومات جديد. إذا كنتم أنتم فافتحوا هذه الصفحة واضغطوا على الزر:",
		MailBeginNot:      "إذا لم تكونوا أنتم فلا تفعلوا شيئًا. لن نكتب مرة أخرى، ويُنسى العنوان بعد 7 أيام.",
		MailUpdateSubject: "جديد من {organisation}", MailUpdateText: "في صفحة المعلومات جديد. يمكنكم قراءته هنا:", MailUpdateEnd: "لإنهاء هذه الرسائل ومحو عنوانكم:", MailNever: "لن نطلب منكم أبدًا كلمة المرور أو مالًا أو مكان وجودكم.",
		CheckTitle: "هل يمكن أن يشملني الأمر؟", CheckPrivacy: "تبقى إجاباتكم على هذا الجهاز. لا يُرسل شيء مما تختارونه هنا إلينا ولا إلى أي أحد.",
		CheckService: "إلى أي من هذه الخدمات لجأتم أنتم أو أحد من أسرتكم؟", CheckWhere: "هل كان ذلك في أحد هذه الأماكن؟", CheckHere: "نعم، في أحدها", CheckOther: "لا، في مكان آخر فقط",
		CheckWhen: "هل كان ذلك في أي وقت بين {from} و{to}؟", CheckThen: "نعم", CheckNotThen: "لا، في وقت آخر فقط", CheckNone: "لا شيء من هذه", CheckUnsure: "لا أعرف",
		CheckLikely: "من المحتمل أن تكون بياناتكم من بين البيانات المعنية.", CheckLikelyDo: "نرجو التحدث إلينا؛ تجدون السبل في آخر هذه الصفحة. أنتم لم ترتكبوا أي خطأ.",
		CheckUnlikely: "بحسب ما نعرفه اليوم، من المحتمل ألا تكون بياناتكم من بين البيانات المعنية.", CheckUnlikelyDo: "إذا عرفنا المزيد فسنقوله في صفحتنا. وإذا كنتم قلقين فتحدثوا إلينا على أي حال.",
		CheckAsk: "لا تكفي هذه الإجابات لمعرفة ذلك.", CheckAskDo: "نرجو أن تسألونا أو تسألوا جمعيتكم للصليب الأحمر أو الهلال الأحمر؛ تجدون السبل في آخر هذه الصفحة.", CheckBack: "العودة إلى صفحة المعلومات",
	},
}

func publicWordsFor(lang string) *publicWords {
	if w, ok := publicWordsIn[baseOf(lang)]; ok {
		return w
	}
	return publicWordsIn["en"]
}
