"""Rules for names of people: only after a word that announces one, or before a title, and only with a known surname.

A name without such a word (小明说…) cannot be told from other words without a model of the language, and is not masked.
"""

from __future__ import annotations

import re

from kefu.cleaning.privacy.kinds import hidden
from kefu.cleaning.privacy.rule import HAN, Rule, han_but

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁于傅潘蔡蒋余杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆汪范石廖贾韦夏付方邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤常温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游"
    "辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧"
    "闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池麻苑迟邝封官谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮"
    "粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦"
    "戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危"
)
COMPOUND = "欧阳|上官|司马|诸葛|皇甫|东方|尉迟|公孙|令狐|慕容|宇文|司徒|夏侯|轩辕|端木|南宫|长孙|独孤|百里|申屠|呼延"
COMMON = SURNAMES[:123]  # nearly nine of ten people; words that begin with one of the others are as many as names
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国文辉玲红云志海燕梅鹏飞宇浩然轩博晨雨欣怡梓涵子萱思琪佳"
    "雪婷倩颖慧莹洁琳瑶璐蕾薇晓小春秋冬夏玉珍凤莲菊香荣贵福祥宝龙虎林森东南北西永胜利民庆生根友德仁义礼智信忠孝廉"
    "耻学成才俊豪峰斌武波江河山川岩松柏青翠岚晴阳光辰星月心悦乐天恩泽凯旋瑞嘉诚毅坚恒立亮奇振兴旺盛昌茂绍廷元亨通"
    "达远航帆舟安康健宁静淑贤惠雅美爱芝芬芸茜菲蓉萍苹卉苗秉承继宗祖耀光大伯仲叔季一二三丹彤彬彦彩影微徽怀念恺惠慈"
    "懿戈成昊昕昱晋晗晖景智曼柔栋树桐梁楠欢歌正殿毓水汉沁沛泉洪涵淇清源溪滨漫潇澜炎炜烨焕煜熙燕爽牧玄王玮玥珂珊珠"
    "琛琴琼瑄瑜璇瑾甜田男畅睿石磊祺禹秦稳童竹笑筠纯绮维罡翔翰聪育胤舒良艺若苑茵荷莉莎菁萌蒙薛蓓蕊衡裕言诗语谦豫贝"
    "赫超跃轶辛迪逸道邦郁金鑫钧铭锋锐锦长门闻雄雁雯霖震露青韵颂飒馨骏高鸿鹤麒麟黎黛默齐龄"
)
NEVER = han_but(
    "的了是在我你您他她它们不也都就说吗呢吧啊和与跟给让被把这那有没很个人到着过来去会要想能可请帮号码电话地址收件货"
)
ANY_SURNAME = f"(?:{COMPOUND}|[{SURNAMES}])"
COMMON_SURNAME = f"(?:{COMPOUND}|[{COMMON}])"
LISTED = f"{ANY_SURNAME}[{GIVEN}]{{1,2}}"
CONTACT = "[" + "".join(map(hidden, ("mobile", "landline", "hotline", "address"))) + "]"
BETWEEN = "[ ,，、;；:：|/\t\r\n-]"
LATIN = "[A-Z][a-z]{1,14}(?:[ ][A-Z][a-z]{1,14}){0,2}"

TITLES = "(?:先生|女士|小姐)"
ANNOUNCED = (
    "(?:姓名|收件人|收货人|签收人|联系人|寄件人|取件人|户名|开户名|收款人|付款人|持卡人|经办人|投保人|被保人|"
    "客户名|全名|真名|本名)"
)
CALLED = "(?:我叫|我的名字叫|我的名字是|我名字叫|本人叫|名字叫|名叫|名字是|名字[:：])"
SAYS = "(?:[:：=是为叫改成换成]|[ ]){0,4}"
ENDS = "(?=$|[^\u4e00-\u9fff]|电话|手机|联系|地址|身份证|先生|女士|小姐|同志|收|的|是|住|要|在|想|今|昨|我|请|麻烦)"
STANDS_ALONE = "(?=$|[^\u4e00-\u9fffA-Za-z0-9])"

# Words that begin like a name: what 我是, 我叫 and 联系人 are followed by where no name comes.
WORDS = re.compile(
    "顾客|方便|高兴|高中|高手|高级|马上|马虎|常客|常年|温州|江苏|江西|安徽|安全|云南|宁波|宁夏|"
    "石家|成都|成年|程序|文科|文员|应该|应届|万分|万万|时常|时间|车主|华为|海南|海外|河北|河南|"
    "国企|南方|北方|东北|单身|单亲|单位|管理|明天|明年|全职|全家|平时|平台|广东|官方|商家|商城|"
    "房东|房主|师傅|师范|古代|关注|关于|连续|解决|谈恋|易迅|金牌|潘婷|苏宁|康师|乐视|古驰|江南|"
    "江湖|白领|水货|黄牛|黄金|文学|文艺|武汉|武警|安装|安利|左右|查询|都市|那个|那种|来自|和尚|"
    "路过|路人|路痴|游客|原价|原来|初学|初次|初中|花钱|花了|强迫|强烈|全新|全部|满意|海归|相信|"
    "支持|索赔|老板|牛人|牛仔|毛病|毛利|方法|方式|史上|经常|包邮|包装|包裹|程度|计算|别人|任何|"
    "成功|夏天|冷天|于是|田园|毕业|申请|申通|韵达|简单|宗教|米粉|麦当|甘肃|湖南|湖北|贵州"
)


def is_name(value: str) -> bool:
    return WORDS.match(value) is None


NAMES = (
    Rule("name", f"{ANY_SURNAME}{NEVER}{{1,2}}?", cue=f"{ANNOUNCED}{SAYS}", after=ENDS, check=is_name, trace=ANNOUNCED),
    Rule("name", f"{ANY_SURNAME}{NEVER}{{1,2}}", cue=f"{ANNOUNCED}[ ]?[:：][ ]?", check=is_name, trace=ANNOUNCED),
    Rule("name", f"{ANY_SURNAME}[{GIVEN}]{{1,2}}?", cue=f"{CALLED}{SAYS}", after=ENDS, check=is_name, trace="叫|名字"),
    Rule("name", f"{COMMON_SURNAME}[{GIVEN}]{{1,2}}", cue="我是", after=STANDS_ALONE, check=is_name, trace="我是"),
    Rule(
        "name", f"{COMMON_SURNAME}[{GIVEN}]{{1,2}}", before="(?<![感多致])", after=f"(?={TITLES})", check=is_name,
        trace=TITLES, core=f"{COMMON_SURNAME}[{GIVEN}]{{1,2}}{TITLES}",
    ),
    Rule(
        "name", LISTED, before=f"(?<!{HAN})", after=f"(?={BETWEEN}{{0,3}}{CONTACT})", check=is_name,
        trace=CONTACT, core=CONTACT,
    ),
    Rule(
        "name", LISTED, cue="(?:联系|找|打给|寄给|交给)", after=f"(?={BETWEEN}{{0,3}}{CONTACT})", check=is_name,
        trace=CONTACT, core=CONTACT,
    ),
    Rule(
        "name", LISTED, cue=f"{CONTACT}{BETWEEN}{{1,3}}", after=STANDS_ALONE, check=is_name,
        trace=CONTACT, core=CONTACT,
    ),
    Rule(
        "name", LATIN, cue="(?:[Mm]y name is|[Nn]ame:|(?:Mr|Mrs|Ms|Miss|Dr)[.]?)[ ]+", before="(?<![A-Za-z])",
        trace="[A-Z][a-z]",
    ),
)  # fmt: skip
