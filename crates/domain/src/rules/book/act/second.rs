//! Chapters 4–6 of the act, in az, en, ru.

pub(super) const TEXTS: &[(&str, [&str; 3])] = &[
    ("4", ["İxtisaslaşma seçimi", "The choice of specializations", "Выбор специализации"]),
    (
        "4.1",
        [
            "Magistraturaya qəbul olmaq üçün ixtisaslaşma seçimi ixtisas fənləri üzrə biliklərin qiymətləndirilməsi imtahanının nəticələri elan olunduqdan sonra aparılır. İxtisaslaşma seçiminə bakalavrın ümumi intellekt səviyyəsinin (məntiqi təfəkkürünün), informatika və xarici dil üzrə və ixtisas fənləri üzrə biliklərin qiymətləndirilməsi imtahanlarından topladığı ümumi balı (ballarının cəmi) ilə yanaşı, ixtisas fənləri üzrə biliklərin qiymətləndirilməsi imtahanından ayrılıqda topladığı balı da Mərkəz tərəfindən Azərbaycan Respublikasının Təhsil Nazirliyi ilə razılaşdırılmaqla müəyyən edilən müsabiqə şərtlərinə uyğun olan namizədlər buraxılırlar.",
            "The choice of specializations for admission to master’s study is held after the results of the exam assessing knowledge of the specialty subjects have been announced. To the choice are admitted candidates whose total (sum of points) in the exams assessing general intellectual level (logical thinking), informatics and a foreign language, and the specialty subjects, as well as their points in the exam of the specialty subjects taken alone, meet the competition conditions set by the Centre in agreement with the Ministry of Education of the Republic of Azerbaijan.",
            "Выбор специализаций для поступления в магистратуру проводится после объявления результатов экзамена по оценке знаний по предметам специальности. К выбору специализации допускаются кандидаты, у которых общий балл (сумма баллов), набранный на экзаменах по оценке общего интеллектуального уровня (логического мышления), знаний по информатике и иностранному языку и по предметам специальности, а также отдельно балл экзамена по предметам специальности отвечают условиям конкурса, установленным Центром по согласованию с Министерством образования Азербайджанской Республики.",
        ],
    ),
    (
        "4.2",
        [
            "Bakalavr bitirdiyi ixtisasa müvafiq olan ixtisaslaşmalardan istəyinə uyğun olanlarını seçərək, onları istədiyi ardıcıllıqla elektron ixtisas seçimi ərizə formasına daxil edir və təsdiqləyir.",
            "From the specializations that correspond to the completed specialty the bachelor chooses those wished for, enters them in the order wished for in the electronic form of the choice of specialties, and confirms it.",
            "Бакалавр выбирает по своему желанию специализации из числа соответствующих оконченной им специальности, вносит их в желаемой последовательности в электронную форму заявления о выборе специальностей и подтверждает её.",
        ],
    ),
    (
        "4.3",
        [
            "Tədrisi ingilis (alman) dilində olan ixtisaslaşmalara qəbul olmaq istəyən bakalavrların imtahanın birinci mərhələsində ingilis (alman) dili üzrə topladıqları ballar Mərkəz tərəfindən tədrisi ingilis (alman) dilində olan ixtisaslaşmalar üçün müəyyən edilən müsabiqə şərtinə uyğun olmalıdır.",
            "The points in English (German) that bachelors who wish to be admitted to specializations taught in English (German) obtain at the first stage of the exam must meet the competition condition the Centre sets for specializations taught in English (German).",
            "Баллы по английскому (немецкому) языку, набранные на первом этапе экзамена бакалаврами, желающими поступить на специализации с обучением на английском (немецком) языке, должны отвечать условию конкурса, установленному Центром для специализаций с обучением на английском (немецком) языке.",
        ],
    ),
    (
        "4.4",
        [
            "Elmi təşkilatın magistraturasının ixtisaslaşmalarına qəbul olmaq istəyən bakalavrlar ixtisaslaşma seçimindən əvvəl Mərkəz tərəfindən müəyyən edilən vaxtda Mərkəzin rəsmi internet saytında qeydiyyatdan keçməli və həmin təşkilatda müsahibədə iştirak etməlidirlər. Yalnız müsahibədən “məqbul” qiymət alan bakalavrlar ixtisaslaşma seçimi zamanı elmi təşkilatın magistratura ixtisaslaşmalarını seçə bilərlər.",
            "Bachelors who wish to be admitted to specializations of master’s study at the scientific organisation must, before the choice of specializations, at the time set by the Centre, register on the Centre’s official internet site and attend an interview at that organisation. Only bachelors rated “pass” in the interview may choose specializations of master’s study at the scientific organisation.",
            "Бакалавры, желающие поступить на специализации магистратуры научной организации, до выбора специализации, в установленное Центром время, должны зарегистрироваться на официальном сайте Центра и пройти собеседование в этой организации. Только бакалавры, получившие на собеседовании оценку «məqbul» («зачтено»), могут при выборе специализации выбрать специализации магистратуры научной организации.",
        ],
    ),
    (
        "4.5",
        [
            "Ali təhsil müəssisələrinin qabiliyyət tələb edən ixtisasları və jurnalistika ixtisası üzrə magistratura ixtisaslaşmalarını yalnız Mərkəzin rəsmi internet saytında qeydiyyatdan keçən, qabiliyyət imtahanında iştirak edən və “məqbul” qiymət alan bakalavrlar seçə bilərlər.",
            "Specializations of master’s study in specialties of higher education institutions that demand talent and in the specialty of journalism may be chosen only by bachelors who register on the Centre’s official internet site, take part in the talent exam and are rated “pass”.",
            "Специализации магистратуры по требующим способностей специальностям высших учебных заведений и по специальности «журналистика» могут выбрать только бакалавры, которые зарегистрировались на официальном сайте Центра, участвовали в экзамене способностей и получили оценку «məqbul» («зачтено»).",
        ],
    ),
    (
        "4.6",
        [
            "Seçilmiş ixtisasların ərizə formasında göstərilən ardıcıllığı müsabiqə zamanı əsas kimi qəbul olunur və namizəd topladığı bala əsasən müsabiqədən keçdiyi ilk ixtisaslaşmaya yerləşdirilir.",
            "The order of the chosen specialties shown in the form is taken as the basis in the competition, and on the points obtained the candidate is placed in the first specialization won in the competition.",
            "Указанная в форме заявления последовательность выбранных специальностей принимается за основу при конкурсе, и кандидат на основании набранного балла распределяется на первую специализацию, на которую он прошёл по конкурсу.",
        ],
    ),
    ("5", ["Müsabiqənin keçirilməsi", "Holding the competition", "Проведение конкурса"]),
    (
        "5.1",
        [
            "Bakalavrların seçdikləri ixtisaslaşmalar üzrə müsabiqə iki mərhələdə keçirilən imtahandan topladıqları ümumi bal (balların cəmi) əsasında aparılır.",
            "The competition for the specializations chosen by bachelors is held on the total (sum of points) obtained in the exam held in two stages.",
            "Конкурс по выбранным бакалаврами специализациям проводится на основании общего балла (суммы баллов), набранного на экзамене, проводимом в два этапа.",
        ],
    ),
    (
        "5.2",
        [
            "Bakalavrların ixtisaslaşmalara yerləşdirilməsi onların öz ərizələrində qeyd etdikləri ixtisaslaşmaların ardıcıllığı və dövlət sifarişi ilə qəbulun proqnozu nəzərə alınmaqla, ixtisaslaşmalar üzrə vakant yerlərin sayı çərçivəsində həyata keçirilir.",
            "Bachelors are placed in specializations with regard to the order of the specializations they noted in their own applications and to the forecast of admission on state order, within the number of vacant seats in the specializations.",
            "Распределение бакалавров по специализациям осуществляется с учётом последовательности специализаций, указанной ими в своих заявлениях, и прогноза приёма по государственному заказу, в пределах числа вакантных мест по специализациям.",
        ],
    ),
    (
        "5.3",
        [
            "Ümumi balı eyni olan iki və daha çox bakalavrı bir-birindən fərqləndirmək üçün aşağıda qeyd edilən ardıcıllıqla əlavə göstəricilərdən istifadə edilir:",
            "To separate two or more bachelors whose totals are the same, further criteria are used in the following order:",
            "Чтобы различить двух и более бакалавров с одинаковым общим баллом, используются дополнительные показатели в следующей последовательности:",
        ],
    ),
    (
        "5.3.1",
        [
            "ümumi orta müvəffəqiyyət göstəricisi (ÜOMG);",
            "the overall grade average (ÜOMG);",
            "общий средний показатель успеваемости (ÜOMG);",
        ],
    ),
    (
        "5.3.2",
        [
            "ixtisas üzrə biliyin qiymətləndirilməsi imtahanından toplanılan bal;",
            "the points obtained in the exam assessing knowledge of the specialty;",
            "балл, набранный на экзамене по оценке знаний по специальности;",
        ],
    ),
    (
        "5.3.3",
        [
            "ümumi intellekt səviyyəsini (məntiqi təfəkkürü) yoxlayan testdən toplanılan bal;",
            "the points obtained in the test of general intellectual level (logical thinking);",
            "балл, набранный в тесте по проверке общего интеллектуального уровня (логического мышления);",
        ],
    ),
    (
        "5.3.4",
        [
            "xarici dil üzrə testdən toplanılan bal.",
            "the points obtained in the foreign-language test.",
            "балл, набранный в тесте по иностранному языку.",
        ],
    ),
    (
        "5.4",
        [
            "Ümumi balı eyni olan iki və daha çox bakalavrı bir-birindən fərqləndirmək mümkün olmadıqda, onların hamısı müvafiq ixtisaslaşmaya yerləşdirilir.",
            "Where two or more bachelors whose totals are the same cannot be separated, all of them are placed in the specialization concerned.",
            "Если двух и более бакалавров с одинаковым общим баллом различить невозможно, все они распределяются на соответствующую специализацию.",
        ],
    ),
    (
        "5.5",
        [
            "Müsabiqənin nəticələri elan olunduqdan sonra boş qalan yerlər elan edilir, bakalavrlar tərəfindən bu Qaydaların 4.1–4.5-ci bəndlərinə uyğun olaraq ixtisaslaşma seçimi həyata keçirilir və həmin yerlərə müsabiqə yolu ilə yerləşdirilmə aparılır.",
            "After the results of the competition have been announced, seats that stay vacant are announced, bachelors choose specializations in accordance with clauses 4.1–4.5 of these Rules, and placing in those seats is by competition.",
            "После объявления результатов конкурса объявляются оставшиеся вакантными места, бакалавры выбирают специализации в соответствии с пунктами 4.1–4.5 настоящих Правил, и распределение на эти места проводится по конкурсу.",
        ],
    ),
    ("6", ["Yekun müddəalar", "Closing provisions", "Заключительные положения"]),
    (
        "6.1",
        [
            "Təhsilalma formasından asılı olmayaraq, hər hansı bir ixtisaslaşmaya yerləşdirilmiş bakalavr tələb olunan sənədləri 10 gün müddətində qəbul olduğu təhsil müəssisəsinə və ya elmi təşkilata təqdim etməklə qeydiyyatdan keçməlidir. Bakalavrın bu müddətdə təhsil müəssisəsində və ya elmi təşkilatda qeydiyyatdan keçməməsi onun yerləşdirildiyi ixtisaslaşma üzrə təhsil almaqdan imtina etməsi kimi qiymətləndirilir. Bu bakalavrların boş qalan yerlər üzrə keçirilən müsabiqədə iştirak etmələrinə icazə verilmir.",
            "Whatever the form of study, a bachelor placed in any specialization must register at the education institution or scientific organisation of admission by presenting the required documents within 10 days. A bachelor who does not register at the education institution or scientific organisation within this time is considered to have declined to study in the specialization of placement. These bachelors are not allowed to take part in the competition for seats that stay vacant.",
            "Независимо от формы обучения, бакалавр, распределённый на какую-либо специализацию, должен в течение 10 дней пройти регистрацию, представив требуемые документы в учебное заведение или научную организацию, куда он принят. Если бакалавр в этот срок не прошёл регистрацию в учебном заведении или научной организации, это расценивается как его отказ от обучения по специализации, на которую он распределён. Этим бакалаврам не разрешается участвовать в конкурсе на оставшиеся вакантными места.",
        ],
    ),
    (
        "6.2",
        [
            "Ali təhsil müəssisələrinin və elmi təşkilatın magistraturalarına qəbul üzrə keçirilən müsabiqə və onun nəticələri ilə bağlı vətəndaşların müraciətlərinə baxılması üçün Mərkəz tərəfindən Apelyasiya Komissiyası yaradılır.",
            "To consider appeals of citizens about the competition for admission to master’s study at higher education institutions and at the scientific organisation, and about its results, the Centre sets up an Appeals Commission.",
            "Для рассмотрения обращений граждан, связанных с конкурсом на приём в магистратуры высших учебных заведений и научной организации и его результатами, Центр создаёт Апелляционную комиссию.",
        ],
    ),
    (
        "6.3",
        [
            "Bakalavr Apelyasiya Komissiyasına şəxsiyyəti təsdiq edən sənədin əslini təqdim etməklə, şəxsən müraciət etməlidir. Apelyasiya Komissiyasının qərarlarından inzibati qaydada və ya məhkəməyə şikayət verilə bilər.",
            "The bachelor must apply to the Appeals Commission in person, presenting the original of the identity document. The decisions of the Appeals Commission may be challenged administratively or in court.",
            "Бакалавр должен обратиться в Апелляционную комиссию лично, представив оригинал документа, удостоверяющего личность. Решения Апелляционной комиссии можно обжаловать в административном порядке или в суде.",
        ],
    ),
    (
        "6.4",
        [
            "Bakalavrın aşağıdakı hərəkətlərə yol verməsi qadağandır:",
            "The bachelor is prohibited from the following acts:",
            "Бакалавру запрещаются следующие действия:",
        ],
    ),
    (
        "6.4.1",
        [
            "saxta və ya başqasına aid sənəd təqdim etmək, imtahana öz yerinə başqasını göndərmək;",
            "presenting a forged document or one that belongs to another, sending somebody else to the exam in one’s own place;",
            "представлять подложный или принадлежащий другому документ, отправлять на экзамен вместо себя другого;",
        ],
    ),
    (
        "6.4.2",
        [
            "imtahana mobil telefon və digər rabitə vasitələri, kalkulyator və digər elektron cihazlar, konspekt, lüğət, cədvəl, məlumat kitabçası və digər yardımçı vasitələr gətirmək və ya onlardan istifadə etmək;",
            "bringing to the exam, or using, a mobile phone and other means of communication, a calculator and other electronic devices, notes, a dictionary, a table, a reference book and other aids;",
            "приносить на экзамен или использовать мобильный телефон и другие средства связи, калькулятор и другие электронные устройства, конспект, словарь, таблицу, справочник и другие вспомогательные средства;",
        ],
    ),
    (
        "6.4.3",
        [
            "yandırıcı, partlayıcı, kəsici, deşici, atıcı və digər bu kimi əşyalarla imtahan binasına girmək, özü ilə siqaret gətirmək;",
            "entering the exam building with incendiary, explosive, cutting, piercing, shooting and other such objects, bringing cigarettes along;",
            "входить в здание экзамена с зажигательными, взрывчатыми, режущими, колющими, стреляющими и другими подобными предметами, приносить с собой сигареты;",
        ],
    ),
    (
        "6.4.4",
        [
            "imtahanın başlanması elan olunan andan 1,5 saat (birinci mərhələdə) və 1 saat (ikinci mərhələdə) müddət keçənədək və imtahanın son 15 dəqiqəsi ərzində səbəbindən asılı olmayaraq imtahan zalından çıxmaq;",
            "leaving the exam hall before 1.5 hours (at the first stage) and 1 hour (at the second stage) have passed from the moment the beginning of the exam is announced, and during the last 15 minutes of the exam, whatever the reason;",
            "выходить из экзаменационного зала, независимо от причины, пока не пройдёт 1,5 часа (на первом этапе) и 1 час (на втором этапе) с момента объявления начала экзамена, а также в последние 15 минут экзамена;",
        ],
    ),
    (
        "6.4.5",
        [
            "imtahan zalında yerini dəyişmək, gəzişmək, yerindən durmaq və digər hərəkətlərlə imtahanın gedişinə mane olmaq;",
            "changing place in the exam hall, walking about, standing up from one’s place and disturbing the exam by other acts;",
            "менять место в экзаменационном зале, ходить, вставать с места и иными действиями мешать ходу экзамена;",
        ],
    ),
    (
        "6.4.6",
        [
            "başqasının nəticəsinə təsir göstərmək, o cümlədən başqasının cavab kartına, sual kitabçasına baxmaq və ya öz cavab kartına, sual kitabçasına başqasının baxmasına şərait yaratmaq, sualın cavabını soruşmaq və ya bildirmək;",
            "influencing another’s result, including looking at another’s answer card or question booklet, or making it possible for another to look at one’s own answer card or question booklet, asking for or telling the answer to a question;",
            "влиять на чужой результат, в том числе смотреть в чужую карту ответов, буклет вопросов или создавать условия, чтобы другой смотрел в свою карту ответов, буклет вопросов, спрашивать или сообщать ответ на вопрос;",
        ],
    ),
    (
        "6.4.7",
        [
            "nəzarətçiyə və ya digər şəxslərə tapşırıqların həllində kömək üçün müraciət etmək;",
            "asking a proctor or other persons for help in solving the tasks;",
            "обращаться к наблюдателю или другим лицам за помощью в решении заданий;",
        ],
    ),
    (
        "6.4.8",
        [
            "cavab kartını və sual kitabçasını zədələmək, onları nəzarətçiyə təhvil vermədən imtahan zalından çıxmaq.",
            "damaging the answer card and the question booklet, leaving the exam hall without handing them in to the proctor.",
            "портить карту ответов и буклет вопросов, выходить из экзаменационного зала, не сдав их наблюдателю.",
        ],
    ),
    (
        "6.5",
        [
            "Bakalavrın bu Qaydaların 6.4-cü bəndində göstərilən hərəkətlərə yol verməsi halları Mərkəz tərəfindən aşkar edildikdə, onun müsabiqə nəticələri ləğv edilir. Bu qərardan inzibati qaydada və ya məhkəməyə şikayət verilə bilər.",
            "Where the Centre finds that the bachelor has committed acts named in clause 6.4 of these Rules, the bachelor’s results in the competition are annulled. This decision may be challenged administratively or in court.",
            "При выявлении Центром случаев совершения бакалавром действий, указанных в пункте 6.4 настоящих Правил, результаты его конкурса аннулируются. Это решение можно обжаловать в административном порядке или в суде.",
        ],
    ),
];
