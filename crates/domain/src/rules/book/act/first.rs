//! Title and chapters 1–3 of the act, in az, en, ru.

pub(super) const TEXTS: &[(&str, [&str; 3])] = &[
    (
        "0",
        [
            "Azərbaycan Respublikasının ali təhsil müəssisələrinin və Azərbaycan Milli Elmlər Akademiyasının magistraturalarına qəbul Qaydaları",
            "Rules of admission to master’s study at higher education institutions of the Republic of Azerbaijan and at the Azerbaijan National Academy of Sciences",
            "Правила приёма в магистратуры высших учебных заведений Азербайджанской Республики и Национальной академии наук Азербайджана",
        ],
    ),
    ("1", ["Ümumi müddəalar", "General provisions", "Общие положения"]),
    (
        "1.1",
        [
            "Bu Qaydalar “Təhsil haqqında” Azərbaycan Respublikası Qanununun 26.4-cü və 26.6-cı maddələrinə əsasən hazırlanmışdır və bakalavrların və digər ali təhsilli şəxslərin Azərbaycan Respublikasının müvafiq qanunvericiliyinə uyğun fəaliyyət göstərən dövlət, bələdiyyə və özəl ali təhsil müəssisələrinin və Azərbaycan Milli Elmlər Akademiyasının (bundan sonra – elmi təşkilat) magistraturalarına qəbul qaydalarını müəyyən edir.",
            "These Rules have been prepared on the basis of articles 26.4 and 26.6 of the Law of the Republic of Azerbaijan “On Education”. They govern the admission of bachelors and other persons with higher education to master’s study at state, municipal and private higher education institutions acting under the relevant legislation of the Republic of Azerbaijan, and at the Azerbaijan National Academy of Sciences (below: the scientific organisation).",
            "Настоящие Правила подготовлены на основании статей 26.4 и 26.6 Закона Азербайджанской Республики «Об образовании» и определяют порядок приёма бакалавров и других лиц с высшим образованием в магистратуры государственных, муниципальных и частных высших учебных заведений, действующих в соответствии с законодательством Азербайджанской Республики, и Национальной академии наук Азербайджана (далее – научная организация).",
        ],
    ),
    (
        "1.2",
        [
            "Ali təhsil müəssisələrinin və elmi təşkilatın magistraturalarına qəbul olmaq hüququna bakalavrlar və digər ali təhsilli şəxslər (bundan sonra – bakalavrlar) malikdirlər.",
            "The right to be admitted to master’s study at higher education institutions and at the scientific organisation belongs to bachelors and other persons with higher education (below: bachelors).",
            "Правом на поступление в магистратуры высших учебных заведений и научной организации обладают бакалавры и другие лица с высшим образованием (далее – бакалавры).",
        ],
    ),
    (
        "1.3",
        [
            "Magistraturada təhsil dövlət sifarişi əsasında (dövlət büdcəsinin vəsaiti hesabına) və ya ödənişli əsaslarla həyata keçirilir.",
            "Master’s study is on state order (at the expense of the state budget) or fee-paying.",
            "Обучение в магистратуре ведётся по государственному заказу (за счёт средств государственного бюджета) или на платной основе.",
        ],
    ),
    (
        "1.4",
        [
            "Dövlət ali təhsilin magistratura səviyyəsində qanunvericiliyə uyğun olaraq, təhsilalanların yalnız bir dəfə pulsuz təhsil almaq hüququnu təmin edir.",
            "At master’s level the state, in accordance with legislation, secures the right of students to free education only once.",
            "На уровне магистратуры государство в соответствии с законодательством обеспечивает право обучающихся на бесплатное образование только один раз.",
        ],
    ),
    (
        "1.5",
        [
            "Magistraturalara qəbul “Təhsil haqqında” Azərbaycan Respublikası Qanununun 26.5-ci maddəsində nəzərdə tutulmuş hallar istisna olmaqla, bakalavrların müvafiq tədris ilində biliyin qiymətləndirilməsi üzrə keçirilən imtahanda (qəbul imtahanında) əldə etdikləri nəticələrə əsasən, Azərbaycan Respublikasının Dövlət İmtahan Mərkəzi (bundan sonra – Mərkəz) tərəfindən müsabiqə yolu ilə həyata keçirilir.",
            "Except in the cases provided for in article 26.5 of the Law of the Republic of Azerbaijan “On Education”, admission to master’s study is carried out by the State Examination Centre of the Republic of Azerbaijan (below: the Centre) by competition, on the results that bachelors obtain in the examination assessing knowledge (the entrance exam) held in the academic year concerned.",
            "За исключением случаев, предусмотренных статьёй 26.5 Закона Азербайджанской Республики «Об образовании», приём в магистратуры проводит Государственный экзаменационный центр Азербайджанской Республики (далее – Центр) по конкурсу, на основании результатов, полученных бакалаврами на экзамене по оценке знаний (вступительном экзамене) в соответствующем учебном году.",
        ],
    ),
    (
        "1.6",
        [
            "Ali təhsil müəssisələrində və elmi təşkilatda təhsil alan magistrantlar (buraxılış kurslarında təhsil alanlar istisna olmaqla) magistraturaya qəbul üçün müsabiqədə iştirak edə bilməzlər.",
            "Students of master’s study at a higher education institution or at the scientific organisation (except those in graduating years) may not take part in the competition for admission to master’s study.",
            "Магистранты высших учебных заведений и научной организации (за исключением обучающихся на выпускных курсах) не могут участвовать в конкурсе для поступления в магистратуру.",
        ],
    ),
    (
        "1.7",
        [
            "Müsabiqədə iştirak ödənişlidir.",
            "Taking part in the competition is for a fee.",
            "Участие в конкурсе платное.",
        ],
    ),
    ("2", ["Ərizələrin qəbul edilməsi", "Acceptance of applications", "Приём заявлений"]),
    (
        "2.1",
        [
            "Ali təhsil müəssisələrinin və elmi təşkilatın magistraturalarına qəbul üzrə müsabiqədə iştirak etmək üçün bakalavrlar Mərkəzin rəsmi internet saytında “Bakalavrın elektron ərizəsi”ni doldurmalıdırlar. Azərbaycan Respublikasında yerləşən ali təhsil müəssisələrini bitirən və Azərbaycan Respublikasının vətəndaşı olan bütün bakalavrlar Mərkəzin rəsmi internet səhifəsində “Bakalavrın elektron ərizəsi”ni dolduraraq özləri təsdiq etməlidirlər. Digər bakalavrlar aşağıdakı sənədlərin əslini Mərkəz tərəfindən yaradılmış Sənəd Qəbulu Komissiyalarına (bundan sonra – SQK) şəxsən təqdim etməklə ərizələrini təsdiq etdirməlidirlər:",
            "To take part in the competition for master’s study at higher education institutions and at the scientific organisation, bachelors must fill in the “Electronic application of the bachelor” on the Centre’s official internet site. All bachelors who finish a higher education institution located in the Republic of Azerbaijan and are citizens of the Republic of Azerbaijan must fill in the “Electronic application of the bachelor” on the Centre’s official internet page and confirm it themselves. Other bachelors must have their applications confirmed by presenting in person the originals of the following documents to the Document Reception Commissions set up by the Centre (below: SQK):",
            "Для участия в конкурсе на приём в магистратуры высших учебных заведений и научной организации бакалавры должны заполнить «Электронное заявление бакалавра» на официальном сайте Центра. Все бакалавры, которые оканчивают высшее учебное заведение, расположенное в Азербайджанской Республике, и являются гражданами Азербайджанской Республики, должны заполнить «Электронное заявление бакалавра» на официальной странице Центра и сами его подтвердить. Остальные бакалавры должны подтвердить свои заявления, лично представив оригиналы следующих документов в Комиссии по приёму документов, созданные Центром (далее – SQK):",
        ],
    ),
    (
        "2.1.1",
        [
            "Azərbaycan Respublikasının vətəndaşları şəxsiyyət vəsiqələrini, əcnəbilər pasportlarını və (və ya) icazə vəsiqələrini, vətəndaşlığı olmayan şəxslər yaşadıqları ölkənin hüdudlarından kənara getmək üçün onlara verilən sənədləri və ya icazə vəsiqələrini, Azərbaycan Respublikasında daimi yaşayan vətəndaşlığı olmayan şəxslər şəxsiyyət vəsiqələrini, qaçqın statusu almış şəxslər və onların ailə üzvləri qaçqın vəsiqələrini, onlara verilmiş yol sənədini, beynəlxalq müqavilələrdə nəzərdə tutulmuş hallarda digər sənədləri və ya icazə vəsiqələrini;",
            "citizens of the Republic of Azerbaijan their identity cards; foreigners their passports and (or) permit cards; stateless persons the documents issued to them for travel outside the country they live in, or permit cards; stateless persons permanently resident in the Republic of Azerbaijan their identity cards; persons who have been given refugee status and members of their families their refugee cards, the travel document issued to them, and, in cases provided for in international treaties, other documents or permit cards;",
            "граждане Азербайджанской Республики – удостоверения личности; иностранцы – паспорта и (или) карты разрешения; лица без гражданства – документы, выданные им для выезда за пределы страны проживания, или карты разрешения; лица без гражданства, постоянно проживающие в Азербайджанской Республике, – удостоверения личности; лица, получившие статус беженца, и члены их семей – удостоверения беженца, выданный им проездной документ, а в случаях, предусмотренных международными договорами, – иные документы или карты разрешения;",
        ],
    ),
    (
        "2.1.2",
        [
            "ali təhsil haqqında sənədi və ona əlavəni;",
            "the document on higher education and the supplement to it;",
            "документ о высшем образовании и приложение к нему;",
        ],
    ),
    (
        "2.1.3",
        [
            "xarici ölkələrdə ali təhsil almış şəxslərə Azərbaycan Respublikasının Təhsil Nazirliyi tərəfindən verilən ixtisasın tanınmasını və ekvivalentliyinin müəyyən edilməsini təsdiq edən sənədləri.",
            "the documents issued by the Ministry of Education of the Republic of Azerbaijan to persons who received higher education in foreign countries, which confirm the recognition of the specialty and the establishment of its equivalence.",
            "документы, выданные Министерством образования Азербайджанской Республики лицам, получившим высшее образование в иностранных государствах, подтверждающие признание специальности и установление её эквивалентности.",
        ],
    ),
    (
        "2.2",
        [
            "Əcnəbilər və xarici ölkələrdə təhsil almış şəxslər bu Qaydaların 2.1-ci bəndində qeyd olunan sənədlərlə yanaşı, həmin sənədlərin notarial qaydada təsdiq edilmiş Azərbaycan dilinə tərcüməsini də SQK-ya təqdim edirlər.",
            "Foreigners and persons educated in foreign countries give the SQK, together with the documents named in clause 2.1 of these Rules, a notarised translation of those documents into Azerbaijani.",
            "Иностранцы и лица, получившие образование в иностранных государствах, вместе с документами, указанными в пункте 2.1 настоящих Правил, представляют в SQK также нотариально заверенный перевод этих документов на азербайджанский язык.",
        ],
    ),
    ("3", ["Qəbul imtahanı", "The entrance exam", "Вступительный экзамен"]),
    (
        "3.1",
        [
            "Magistraturaya qəbul imtahanı Mərkəz tərəfindən mərkəzləşdirilmiş qaydada iki mərhələdə keçirilir:",
            "The entrance exam to master’s study is held by the Centre centrally, in two stages:",
            "Вступительный экзамен в магистратуру проводится Центром централизованно, в два этапа:",
        ],
    ),
    (
        "3.1.1",
        [
            "bakalavrın ümumi intellekt səviyyəsinin (məntiqi təfəkkürünün), informatika və xarici dil üzrə biliklərinin qiymətləndirilməsi imtahanı;",
            "the exam that assesses the bachelor’s general intellectual level (logical thinking) and knowledge of informatics and a foreign language;",
            "экзамен по оценке общего интеллектуального уровня (логического мышления) бакалавра и знаний по информатике и иностранному языку;",
        ],
    ),
    (
        "3.1.2",
        [
            "ixtisas fənləri üzrə biliklərin qiymətləndirilməsi imtahanı.",
            "the exam that assesses knowledge of the specialty subjects.",
            "экзамен по оценке знаний по предметам специальности.",
        ],
    ),
    (
        "3.2",
        [
            "Birinci mərhələdə bakalavrların imtahan verəcəyi xarici dil aşağıdakı qaydalar nəzərə alınmaqla, bakalavr tərəfindən müəyyənləşdirilir və “Bakalavrın elektron ərizəsi”nə daxil edilir:",
            "The foreign language in which bachelors take the exam at the first stage is decided on by the bachelor, with regard to the following rules, and entered in the “Electronic application of the bachelor”:",
            "Иностранный язык, по которому бакалавр сдаёт экзамен на первом этапе, определяет сам бакалавр с учётом следующих правил и указывает его в «Электронном заявлении бакалавра»:",
        ],
    ),
    (
        "3.2.1",
        [
            "tədrisi Azərbaycan dilində olan ixtisaslaşmalara qəbul olmaq istəyən bakalavrlar ingilis, alman, fransız və ya rus dilini seçə bilərlər;",
            "bachelors who wish to be admitted to specializations taught in Azerbaijani may choose English, German, French or Russian;",
            "бакалавры, желающие поступить на специализации с обучением на азербайджанском языке, могут выбрать английский, немецкий, французский или русский язык;",
        ],
    ),
    (
        "3.2.2",
        [
            "tədrisi rus dilində olan ixtisaslaşmalara qəbul olmaq istəyən bakalavrlar ingilis, alman və ya fransız dilini seçə bilərlər;",
            "bachelors who wish to be admitted to specializations taught in Russian may choose English, German or French;",
            "бакалавры, желающие поступить на специализации с обучением на русском языке, могут выбрать английский, немецкий или французский язык;",
        ],
    ),
    (
        "3.2.3",
        [
            "tədrisi ingilis (alman) dilində olan ixtisaslaşmalara qəbul olunmaq istəyən bakalavrlar xarici dil kimi yalnız ingilis (alman) dilini seçməlidirlər;",
            "bachelors who wish to be admitted to specializations taught in English (German) must choose only English (German) as the foreign language;",
            "бакалавры, желающие поступить на специализации с обучением на английском (немецком) языке, должны выбрать иностранным языком только английский (немецкий) язык;",
        ],
    ),
    (
        "3.2.4",
        [
            "filologiya ixtisasının Azərbaycan dili və Azərbaycan ədəbiyyatı, habelə tarix ixtisasının tədrisi Azərbaycan dilində olan ixtisaslaşmalarına qəbul olmaq istəyən bakalavrlar xarici dil kimi ərəb və ya fars dilini də seçə bilərlər;",
            "bachelors who wish to be admitted to specializations, taught in Azerbaijani, of Azerbaijani language and Azerbaijani literature within the specialty of philology, and of the specialty of history, may also choose Arabic or Persian as the foreign language;",
            "бакалавры, желающие поступить на специализации с обучением на азербайджанском языке по азербайджанскому языку и азербайджанской литературе специальности «филология», а также специальности «история», могут выбрать иностранным языком также арабский или персидский язык;",
        ],
    ),
    (
        "3.2.5",
        [
            "filologiya (xarici dil və ədəbiyyat), xarici dil və ədəbiyyat müəllimliyi, xarici dil müəllimliyi və tərcümə ixtisasları üzrə ixtisaslaşmalara qəbul olmaq istəyən bakalavrlar ixtisaslaşma dilini xarici dil kimi seçə bilməzlər;",
            "bachelors who wish to be admitted to specializations of the specialties philology (foreign language and literature), teaching of a foreign language and literature, teaching of a foreign language, and translation may not choose the language of the specialization as the foreign language;",
            "бакалавры, желающие поступить на специализации по специальностям «филология (иностранный язык и литература)», «преподавание иностранного языка и литературы», «преподавание иностранного языка» и «перевод», не могут выбрать иностранным языком язык специализации;",
        ],
    ),
    (
        "3.2.6",
        [
            "regionşünaslıq (Amerikaşünaslıq), regionşünaslıq (ABŞ və Kanada üzrə), ölkəşünaslıq (Böyük Britaniyaşünaslıq) ixtisaslaşmalarına qəbul olmaq istəyən bakalavrlar xarici dil kimi yalnız ingilis dilini, ölkəşünaslıq (Almaniyaşünaslıq) ixtisaslaşmasına qəbul olmaq istəyən bakalavrlar yalnız alman dilini, ölkəşünaslıq (Fransaşünaslıq) ixtisaslaşmasına qəbul olmaq istəyən bakalavrlar isə yalnız fransız dilini seçməlidirlər.",
            "bachelors who wish to be admitted to the specializations regional studies (American studies), regional studies (USA and Canada) and country studies (Great Britain) must choose only English as the foreign language; bachelors who wish to be admitted to the specialization country studies (Germany), only German; and bachelors who wish to be admitted to the specialization country studies (France), only French.",
            "бакалавры, желающие поступить на специализации «регионоведение (американистика)», «регионоведение (США и Канада)», «страноведение (Великобритания)», должны выбрать иностранным языком только английский язык, желающие поступить на специализацию «страноведение (Германия)» – только немецкий, а желающие поступить на специализацию «страноведение (Франция)» – только французский язык.",
        ],
    ),
    (
        "3.3",
        [
            "Bakalavrın ümumi intellekt səviyyəsinin (məntiqi təfəkkürünün), informatika və xarici dil üzrə biliklərinin qiymətləndirilməsi imtahanının nəticələri Mərkəz tərəfindən Azərbaycan Respublikasının Təhsil Nazirliyi ilə razılaşdırılmaqla müəyyən edilən müsabiqə şərtini ödəyən namizədlər ixtisas fənləri üzrə biliklərin qiymətləndirilməsi imtahanına buraxılırlar.",
            "Candidates whose results in the exam assessing the bachelor’s general intellectual level (logical thinking) and knowledge of informatics and a foreign language meet the competition condition set by the Centre in agreement with the Ministry of Education of the Republic of Azerbaijan are admitted to the exam assessing knowledge of the specialty subjects.",
            "К экзамену по оценке знаний по предметам специальности допускаются кандидаты, результаты которых на экзамене по оценке общего интеллектуального уровня (логического мышления) бакалавра, знаний по информатике и иностранному языку отвечают условию конкурса, установленному Центром по согласованию с Министерством образования Азербайджанской Республики.",
        ],
    ),
    (
        "3.4",
        [
            "Bakalavrın bitirdiyi ixtisasdan asılı olaraq, imtahan aparılan ixtisas fənləri ali təhsil müəssisələrinin və Azərbaycan Milli Elmlər Akademiyasının təklifləri əsasında Mərkəz tərəfindən Azərbaycan Respublikasının Təhsil Nazirliyi ilə razılaşdırılmaqla müəyyən edilir. Bakalavrlar test tapşırıqları və ya yazı işi yerinə yetirməli, xüsusi qabiliyyət tələb edən ixtisaslaşmalar üzrə ixtisas magistraturasına qəbul olmaq istəyənlər isə yalnız qabiliyyət imtahanı verməlidirlər.",
            "The specialty subjects in which the exam is held depend on the specialty the bachelor has completed; they are set by the Centre on proposals of higher education institutions and the Azerbaijan National Academy of Sciences, in agreement with the Ministry of Education of the Republic of Azerbaijan. Bachelors must do test tasks or written work; those who wish to be admitted to specialty master’s study in specializations that demand special talent must take only the talent exam.",
            "Предметы специальности, по которым проводится экзамен, зависят от оконченной бакалавром специальности и определяются Центром на основании предложений высших учебных заведений и Национальной академии наук Азербайджана по согласованию с Министерством образования Азербайджанской Республики. Бакалавры должны выполнить тестовые задания или письменную работу, а желающие поступить в магистратуру по специализациям, требующим особых способностей, должны сдать только экзамен способностей.",
        ],
    ),
    (
        "3.5",
        [
            "“ADA” Universitetinin, Moskva Dövlət Universitetinin Bakı filialının və Azərbaycan Respublikası Silahlı Qüvvələrinin Hərbi Akademiyasının magistraturalarına qəbul olmaq istəyən bakalavrlar qəbul imtahanının ikinci mərhələsi əvəzinə, həmin ali təhsil müəssisələrinin müəyyən etdiyi qəbul prosedurlarından keçməlidirlər.",
            "Bachelors who wish to be admitted to master’s study at “ADA” University, the Baku branch of Moscow State University and the Military Academy of the Armed Forces of the Republic of Azerbaijan must, instead of the second stage of the entrance exam, pass the admission procedures set by those higher education institutions.",
            "Бакалавры, желающие поступить в магистратуры Университета «АДА», Бакинского филиала Московского государственного университета и Военной академии Вооружённых Сил Азербайджанской Республики, вместо второго этапа вступительного экзамена должны пройти процедуры приёма, установленные этими высшими учебными заведениями.",
        ],
    ),
    (
        "3.6",
        [
            "İmtahanların məzmunu, forması, aparılması texnologiyası, davametmə müddəti, keçiriləcəyi yer və günlər Mərkəz tərəfindən müəyyən edilir. İmtahan suallarının məzmunu Mərkəz tərəfindən hazırlanmış və Azərbaycan Respublikasının Təhsil Nazirliyi ilə razılaşdırılmaqla təsdiq edilmiş imtahan fənləri üzrə qəbul proqramlarına uyğun müəyyənləşdirilir.",
            "The content and form of the exams, the technology of holding them, their duration, and the place and days on which they are held are set by the Centre. The content of the exam questions is determined in accordance with the admission programmes in the exam subjects, which the Centre prepares and which are approved in agreement with the Ministry of Education of the Republic of Azerbaijan.",
            "Содержание и форму экзаменов, технологию их проведения, продолжительность, место и дни проведения определяет Центр. Содержание экзаменационных вопросов определяется в соответствии с программами приёма по экзаменационным предметам, которые подготовлены Центром и утверждены по согласованию с Министерством образования Азербайджанской Республики.",
        ],
    ),
    (
        "3.7",
        [
            "Qəbul imtahanlarında sağlamlıq imkanları məhdud şəxslərin iştirakının təmin edilməsi üçün Mərkəz tərəfindən əlverişli şərait yaradılır. Görmə qabiliyyəti olmayan (I qrup əlil) bakalavrlara fərdi nəzarətçi təyin edilir və onlar üçün imtahanın davametmə müddəti 30 dəqiqə artırılır.",
            "The Centre creates favourable conditions so that persons with limited health can take part in the entrance exams. Bachelors without sight (disability of group I) are given an individual proctor, and the duration of the exam is extended for them by 30 minutes.",
            "Центр создаёт благоприятные условия для участия во вступительных экзаменах лиц с ограниченными возможностями здоровья. Бакалаврам, лишённым зрения (инвалидам I группы), назначается отдельный наблюдатель, а продолжительность экзамена для них увеличивается на 30 минут.",
        ],
    ),
];
