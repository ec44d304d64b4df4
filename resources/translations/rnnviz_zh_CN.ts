<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!--
The Simplified Chinese of every text, read by rnnviz as it is; `python -m tests.translations` brings it up to date.

Words that are always translated alike:
    timestep 时间步 (t stays t)      forward, backward 前向（传播）、反向（传播）    pass 遍
    step 单步, step back 后退一步, step into 步入, step out 步出, continue 继续, reverse continue 逆向继续
    run 运行      stop 停点      cursor 游标      breakpoint 断点      hit 命中      watch 监视      bookmark 书签
    lane 轨道     panel 面板     inspector 检查器   diagnostics 诊断   finding 问题   influence 影响   why 为什么
    hidden state 隐藏状态    hidden size 隐藏层大小    unit 单元    element 元素    gate 门    cell state 细胞状态
    weight 权重   bias 偏置   parameter 参数   untied 不共享   learned 可学习   initialisation 初始化   seed 随机种子
    gradient 梯度   contribution 贡献   sum 累加（和）   total 总和   loss 损失   target 目标   adjoint 伴随
    vanishing 消失   exploding 爆炸   saturated 饱和   dead 失活（死单元）   pinned 卡死   not finite 非有限
    gradient check 梯度检验   finite difference 有限差分   complex step 复步差分   rule 求导规则
    override 改写   set by hand 手动设定   what if 假设   generation 生成   temperature 温度   prediction 预测
    truncation 截断   chunk 块   carry over 延续   segment 段   stream 数据流   lag 滞后   vocabulary 词表
    equation 方程   expression 表达式   operation 运算   operand 操作数   shape 形状   class index 类别索引
    training 训练   optimiser 优化器   learning rate 学习率   update 更新   snapshot 快照   batch 批   example 示例
Quotation marks are “ ”, punctuation is full-width, and a space stands between Chinese and Latin letters, digits or places.
-->
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>app.action_table</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>app.commands.edit_menu</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>撤销上一次改动</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>重新做出这一改动</translation>
    </message>
    <message>
        <source>&amp;Copy value</source>
        <translation>复制数值(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the selected value&apos;s numbers, as a table</source>
        <translation>把选中值的数字复制为表格</translation>
    </message>
    <message>
        <source>&amp;Override…</source>
        <translation>改写数值(&amp;O)…</translation>
    </message>
    <message>
        <source>Set the selected value, input, target or weight by hand, and run again with it</source>
        <translation>手动设定选中的值、输入、目标或权重，并据此重新运行</translation>
    </message>
    <message>
        <source>Remove all o&amp;verrides</source>
        <translation>取消所有改写(&amp;V)</translation>
    </message>
    <message>
        <source>Run again with what the equations and the data say</source>
        <translation>按方程和数据本身重新运行</translation>
    </message>
    <message>
        <source>&amp;Bookmark</source>
        <translation>书签(&amp;B)</translation>
    </message>
    <message>
        <source>Set a bookmark on the selected timestep, or take it away</source>
        <translation>在选中的时间步设置或移除书签</translation>
    </message>
    <message>
        <source>&amp;Next bookmark</source>
        <translation>下一个书签(&amp;N)</translation>
    </message>
    <message>
        <source>Go to the next timestep that has a bookmark</source>
        <translation>转到下一个有书签的时间步</translation>
    </message>
    <message>
        <source>&amp;Previous bookmark</source>
        <translation>上一个书签(&amp;P)</translation>
    </message>
    <message>
        <source>Go to the timestep before that has a bookmark</source>
        <translation>转到前一个有书签的时间步</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Nothing is copied: the cursor has not reached the selected value.</source>
        <translation>没有复制任何内容：游标还没有到达选中的值。</translation>
    </message>
    <message>
        <source>Bookmark set at t = %1.</source>
        <translation>已在 t = %1 处设置书签。</translation>
    </message>
</context>
<context>
    <name>app.commands.file_menu</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a project or a checkpoint, or run the model over a text file</source>
        <translation>打开项目或检查点文件，或让模型在一个文本文件上运行</translation>
    </message>
    <message>
        <source>&amp;Load arrays to run over…</source>
        <translation>载入要运行的数组(&amp;L)…</translation>
    </message>
    <message>
        <source>Numbers for the model&apos;s streams and states, from .npy, .npz, .csv, .pt and others</source>
        <translation>为模型的数据流和状态载入数值，可来自 .npy、.npz、.csv、.pt 等文件</translation>
    </message>
    <message>
        <source>&amp;Gallery…</source>
        <translation>示例库(&amp;G)…</translation>
    </message>
    <message>
        <source>The lecture&apos;s systems as living examples, each with a guided walk</source>
        <translation>课堂上的各种系统，作为可运行的示例，各带一段导学</translation>
    </message>
    <message>
        <source>Open the &amp;example “hello”</source>
        <translation>打开示例“hello”(&amp;E)</translation>
    </message>
    <message>
        <source>Back to the example: a vanilla RNN over “hello”</source>
        <translation>回到示例：普通 RNN 读入“hello”</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save model, data, bookmarks and layout as one project</source>
        <translation>把模型、数据、书签和布局保存为一个项目</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save everything as a project of another name</source>
        <translation>把全部内容以另一个名字保存为项目</translation>
    </message>
    <message>
        <source>Save as e&amp;xample…</source>
        <translation>另存为示例(&amp;X)…</translation>
    </message>
    <message>
        <source>Save the model with its weights as a readable text, and its arrays beside it</source>
        <translation>把模型连同权重保存为可读的文本，数组存放在旁边</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Projects, checkpoints, texts (*.rnnviz *.safetensors *.npz *.pt *.pth *.ckpt *.npy *.csv *.tsv *.txt *.md *.py *.tex)</source>
        <translation>项目、检查点、文本 (*.rnnviz *.safetensors *.npz *.pt *.pth *.ckpt *.npy *.csv *.tsv *.txt *.md *.py *.tex)</translation>
    </message>
    <message>
        <source>Projects (*.rnnviz)</source>
        <translation>项目 (*.rnnviz)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Load arrays to run over</source>
        <translation>载入要运行的数组</translation>
    </message>
    <message>
        <source>Arrays (%1)</source>
        <translation>数组 (%1)</translation>
    </message>
</context>
<context>
    <name>app.commands.help_menu</name>
    <message>
        <source>&amp;Keys</source>
        <translation>按键(&amp;K)</translation>
    </message>
    <message>
        <source>All keys on one sheet</source>
        <translation>在一页上列出所有按键</translation>
    </message>
    <message>
        <source>&amp;Guided walk</source>
        <translation>导学(&amp;G)</translation>
    </message>
    <message>
        <source>A few stops through this example: what to look at, and why</source>
        <translation>分几站看这个示例：看什么，为什么</translation>
    </message>
    <message>
        <source>&amp;Five-minute tour</source>
        <translation>五分钟导览(&amp;F)</translation>
    </message>
    <message>
        <source>How to read this window, and what to try first</source>
        <translation>怎样看这个窗口，先试什么</translation>
    </message>
    <message>
        <source>&amp;About rnnviz</source>
        <translation>关于 rnnviz(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本与许可证</translation>
    </message>
</context>
<context>
    <name>app.commands.model_menu</name>
    <message>
        <source>&amp;Hidden size…</source>
        <translation>隐藏层大小(&amp;H)…</translation>
    </message>
    <message>
        <source>Change the number of hidden units</source>
        <translation>改变隐藏单元的个数</translation>
    </message>
    <message>
        <source>&amp;New random weights</source>
        <translation>新的随机权重(&amp;N)</translation>
    </message>
    <message>
        <source>Draw the weights again, from the next seed</source>
        <translation>用下一个随机种子重新抽取权重</translation>
    </message>
    <message>
        <source>&amp;Truncate…</source>
        <translation>截断(&amp;T)…</translation>
    </message>
    <message>
        <source>Cut the backward pass after every so many timesteps</source>
        <translation>每隔若干时间步切断一次反向传播</translation>
    </message>
    <message>
        <source>&amp;Carry states over</source>
        <translation>延续状态(&amp;C)</translation>
    </message>
    <message>
        <source>Begin each chunk with the state at the end of the one before, and not with zeros</source>
        <translation>每一块都从上一块末尾的状态开始，而不是从零开始</translation>
    </message>
    <message>
        <source>Tra&amp;ined weights</source>
        <translation>训练后的权重(&amp;I)</translation>
    </message>
    <message>
        <source>The example&apos;s weights after training, or those that its seed draws</source>
        <translation>示例训练后的权重，或由其随机种子抽取的权重</translation>
    </message>
    <message>
        <source>&amp;Generate…</source>
        <translation>生成(&amp;G)…</translation>
    </message>
    <message>
        <source>Let the model read its own predictions, from a timestep on</source>
        <translation>从某个时间步起，让模型读入自己的预测</translation>
    </message>
    <message>
        <source>&amp;Back to the data&apos;s inputs</source>
        <translation>恢复数据中的输入(&amp;B)</translation>
    </message>
    <message>
        <source>Read what the data have at every timestep, and no predictions</source>
        <translation>每个时间步都读入数据中的内容，不再读入预测</translation>
    </message>
    <message>
        <source>T&amp;raining…</source>
        <translation>训练(&amp;R)…</translation>
    </message>
    <message>
        <source>How the model is trained: optimiser, curves, and looking back</source>
        <translation>模型如何训练：优化器、曲线和回看</translation>
    </message>
    <message>
        <source>Train, or &amp;pause</source>
        <translation>训练或暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Make the updates that are set, or pause those under way</source>
        <translation>进行所设定次数的更新，或暂停正在进行的更新</translation>
    </message>
    <message>
        <source>One &amp;update</source>
        <translation>单次更新(&amp;U)</translation>
    </message>
    <message>
        <source>Make a single update, and see what it does to the weights</source>
        <translation>只做一次更新，看它怎样改变权重</translation>
    </message>
    <message>
        <source>Rewind to the weights that are looked &amp;at</source>
        <translation>倒回到正在查看的权重(&amp;A)</translation>
    </message>
    <message>
        <source>Give the model the weights that the training slider shows</source>
        <translation>让模型采用训练滑块所示的权重</translation>
    </message>
    <message>
        <source>Count parameters and &amp;multiply-adds…</source>
        <translation>统计参数与乘加(&amp;M)…</translation>
    </message>
    <message>
        <source>How many there are in each equation, beside AlexNet&apos;s</source>
        <translation>每个方程各有多少，并与 AlexNet 对照</translation>
    </message>
</context>
<context>
    <name>app.commands.run_menu</name>
    <message>
        <source>&amp;Step</source>
        <translation>单步(&amp;S)</translation>
    </message>
    <message>
        <source>Go on by one timestep, forward or backward pass</source>
        <translation>在前向或反向传播中前进一个时间步</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>后退一步(&amp;B)</translation>
    </message>
    <message>
        <source>Take the last timestep back</source>
        <translation>退回上一个时间步</translation>
    </message>
    <message>
        <source>Step &amp;into</source>
        <translation>步入(&amp;I)</translation>
    </message>
    <message>
        <source>Go on by one operation of the timestep</source>
        <translation>前进到该时间步的下一个运算</translation>
    </message>
    <message>
        <source>Step into, b&amp;ackwards</source>
        <translation>逆向步入(&amp;A)</translation>
    </message>
    <message>
        <source>Take the last operation back</source>
        <translation>退回上一个运算</translation>
    </message>
    <message>
        <source>Step &amp;out</source>
        <translation>步出(&amp;O)</translation>
    </message>
    <message>
        <source>To the end of the timestep, or from between two timesteps to the end of the pass</source>
        <translation>走到该时间步的末尾；若在两个时间步之间，则走到这一遍的末尾</translation>
    </message>
    <message>
        <source>Step out, bac&amp;kwards</source>
        <translation>逆向步出(&amp;K)</translation>
    </message>
    <message>
        <source>To the beginning of the timestep, or of the pass</source>
        <translation>回到该时间步或这一遍的开头</translation>
    </message>
    <message>
        <source>O&amp;pen the timestep</source>
        <translation>展开时间步(&amp;P)</translation>
    </message>
    <message>
        <source>Open the selected timestep to its operations, over the graph; Esc closes it</source>
        <translation>在计算图上方把选中的时间步展开为各个运算；按 Esc 关闭</translation>
    </message>
    <message>
        <source>To the s&amp;tart</source>
        <translation>到起点(&amp;T)</translation>
    </message>
    <message>
        <source>Before the first timestep</source>
        <translation>第一个时间步之前</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>到终点(&amp;E)</translation>
    </message>
    <message>
        <source>After the last timestep</source>
        <translation>最后一个时间步之后</translation>
    </message>
    <message>
        <source>&amp;Go to timestep…</source>
        <translation>转到时间步(&amp;G)…</translation>
    </message>
    <message>
        <source>Go to a timestep of this pass by its number</source>
        <translation>按编号转到这一遍中的某个时间步</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>On to the next breakpoint</source>
        <translation>前进到下一个断点</translation>
    </message>
    <message>
        <source>&amp;Reverse continue</source>
        <translation>逆向继续(&amp;R)</translation>
    </message>
    <message>
        <source>Back to the breakpoint before</source>
        <translation>退回上一个断点</translation>
    </message>
    <message>
        <source>R&amp;un to here</source>
        <translation>运行到此处(&amp;U)</translation>
    </message>
    <message>
        <source>On to the selected timestep, in the pass that walks it next</source>
        <translation>在接下来经过它的那一遍中，前进到选中的时间步</translation>
    </message>
    <message>
        <source>Run back to here</source>
        <translation>退回到此处</translation>
    </message>
    <message>
        <source>Back to the selected timestep, in the pass that walked it last</source>
        <translation>在上一次经过它的那一遍中，退回到选中的时间步</translation>
    </message>
    <message>
        <source>&amp;Breakpoint here</source>
        <translation>在此设断点(&amp;B)</translation>
    </message>
    <message>
        <source>Set a breakpoint on the selected timestep, or take it away</source>
        <translation>在选中的时间步设置或移除断点</translation>
    </message>
    <message>
        <source>Breakpoint here, i&amp;f…</source>
        <translation>在此设条件断点(&amp;F)…</translation>
    </message>
    <message>
        <source>Stop at the selected timestep only where a condition holds</source>
        <translation>仅当条件成立时才停在选中的时间步</translation>
    </message>
    <message>
        <source>Break &amp;when…</source>
        <translation>条件断点(&amp;W)…</translation>
    </message>
    <message>
        <source>Stop where the selected value fulfils a condition</source>
        <translation>在选中的值满足某个条件时停下</translation>
    </message>
    <message>
        <source>Rea&amp;dy-made breakpoints</source>
        <translation>预设断点(&amp;D)</translation>
    </message>
    <message>
        <source>Stop where a value is not finite, a gradient vanishes, a unit saturates …</source>
        <translation>在出现非有限值、梯度消失、单元饱和等情况时停下</translation>
    </message>
    <message>
        <source>Re&amp;move all breakpoints</source>
        <translation>移除所有断点(&amp;M)</translation>
    </message>
    <message>
        <source>Take away every breakpoint; undo brings them back</source>
        <translation>移除每一个断点；撤销可恢复</translation>
    </message>
    <message>
        <source>Watc&amp;h</source>
        <translation>监视(&amp;H)</translation>
    </message>
    <message>
        <source>Watch the selected value, over all timesteps</source>
        <translation>在所有时间步上监视选中的值</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Step on by itself, or pause</source>
        <translation>自动单步前进，或暂停</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>加快(&amp;F)</translation>
    </message>
    <message>
        <source>Play at twice the speed</source>
        <translation>以两倍速度播放</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>减慢(&amp;L)</translation>
    </message>
    <message>
        <source>Play at half the speed</source>
        <translation>以一半速度播放</translation>
    </message>
    <message>
        <source>&amp;Keep this run to compare</source>
        <translation>保留这次运行以便比较(&amp;K)</translation>
    </message>
    <message>
        <source>Keep the run as it is now; View ▸ Compare then shows others beside it</source>
        <translation>把当前这次运行保留下来；之后可用“视图 ▸ 比较”与其他运行对照</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Cancel the search or the run that is being computed, or close the opened timestep</source>
        <translation>取消搜索或正在计算的运行，或关闭展开的时间步</translation>
    </message>
</context>
<context>
    <name>app.commands.tools_menu</name>
    <message>
        <source>&amp;Gradient check</source>
        <translation>梯度检验(&amp;G)</translation>
    </message>
    <message>
        <source>Compare every gradient of this run with finite differences</source>
        <translation>把这次运行的每个梯度与有限差分比较</translation>
    </message>
    <message>
        <source>&amp;Diagnostics</source>
        <translation>诊断(&amp;D)</translation>
    </message>
    <message>
        <source>What is wrong with the whole run, in words, with evidence and place</source>
        <translation>用文字说明整次运行有什么问题，并给出证据和位置</translation>
    </message>
    <message>
        <source>&amp;Why is it so?</source>
        <translation>为什么是这样？(&amp;W)</translation>
    </message>
    <message>
        <source>The terms that made the selected number, the largest first, and theirs</source>
        <translation>构成选中数值的各项，从最大的开始，并可逐层追问</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>Theme, type, precision, memory, keys</source>
        <translation>主题、语言、字体、精度、内存、按键</translation>
    </message>
</context>
<context>
    <name>app.commands.view_menu</name>
    <message>
        <source>&amp;Fit all timesteps</source>
        <translation>显示全部时间步(&amp;F)</translation>
    </message>
    <message>
        <source>Show the whole sequence in the window&apos;s width</source>
        <translation>在窗口宽度内显示整个序列</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Fewer, wider timesteps</source>
        <translation>显示更少、更宽的时间步</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>More, narrower timesteps</source>
        <translation>显示更多、更窄的时间步</translation>
    </message>
    <message>
        <source>Follow the &amp;cursor</source>
        <translation>跟随游标(&amp;C)</translation>
    </message>
    <message>
        <source>Scroll so that the timestep of the cursor stays in view</source>
        <translation>自动滚动，使游标所在的时间步始终可见</translation>
    </message>
    <message>
        <source>Show &amp;whole run</source>
        <translation>显示整次运行(&amp;W)</translation>
    </message>
    <message>
        <source>Show every value at once, not only what has been computed up to the cursor</source>
        <translation>一次显示所有数值，而不只是游标之前已算出的部分</translation>
    </message>
    <message>
        <source>&amp;Rolled graph</source>
        <translation>循环图(&amp;R)</translation>
    </message>
    <message>
        <source>Draw the graph as the lecture&apos;s loop, instead of one column a timestep</source>
        <translation>把计算图画成课堂上的循环形式，而不是每个时间步一列</translation>
    </message>
    <message>
        <source>&amp;Influence</source>
        <translation>影响(&amp;I)</translation>
    </message>
    <message>
        <source>What each loss sends back to each timestep; pointing at a loss colours the text</source>
        <translation>每个损失传回各时间步的梯度；指向某个损失时文本会着色</translation>
    </message>
    <message>
        <source>Workspace: L&amp;ecture</source>
        <translation>工作区：讲课(&amp;E)</translation>
    </message>
    <message>
        <source>Inspector and sum beside the lanes</source>
        <translation>轨道旁显示检查器和累加面板</translation>
    </message>
    <message>
        <source>Workspace: &amp;Debug</source>
        <translation>工作区：调试(&amp;D)</translation>
    </message>
    <message>
        <source>Breakpoints and reasons beside the lanes</source>
        <translation>轨道旁显示断点和原因</translation>
    </message>
    <message>
        <source>Workspace: &amp;Train</source>
        <translation>工作区：训练(&amp;T)</translation>
    </message>
    <message>
        <source>Training, its curves and one update beside the lanes</source>
        <translation>轨道旁显示训练、训练曲线和单次更新</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>重置布局(&amp;L)</translation>
    </message>
    <message>
        <source>Put lanes and panels back where they were at the first start</source>
        <translation>把轨道和面板恢复到首次启动时的位置</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>演示模式(&amp;P)</translation>
    </message>
    <message>
        <source>Large type and no panels, for the lecture hall</source>
        <translation>大字号、无面板，适合课堂投影</translation>
    </message>
</context>
<context>
    <name>app.dialogs</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>app.gradient_check</name>
    <message>
        <source>Gradient check</source>
        <translation>梯度检验</translation>
    </message>
    <message>
        <source>Each weight is changed a little, at all timesteps or at one alone, and the run is computed again: what the loss does must be what the gradient says.</source>
        <translation>把每个权重稍作改动（在所有时间步上，或只在一个时间步上），再重新计算：损失的变化必须与梯度所说的一致。</translation>
    </message>
    <message>
        <source>Progress of the gradient check</source>
        <translation>梯度检验的进度</translation>
    </message>
    <message>
        <source>Result of the gradient check</source>
        <translation>梯度检验的结果</translation>
    </message>
    <message>
        <source>There is no run to check: the model cannot be run as it stands.</source>
        <translation>没有可检验的运行：模型目前无法运行。</translation>
    </message>
    <message>
        <source>Cancelled: nothing is known of the gradients.</source>
        <translation>已取消：关于梯度还没有结论。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检验</translation>
    </message>
    <message>
        <source>The check could not be made: %1</source>
        <translation>无法进行检验：%1</translation>
    </message>
    <message>
        <source>The run has changed since: press “Check again”.</source>
        <translation>此后运行已改变：请按“重新检验”。</translation>
    </message>
</context>
<context>
    <name>app.gradient_words</name>
    <message>
        <source>This model has nothing to compare: no weights and no initial states.</source>
        <translation>这个模型没有可比较的内容：没有权重，也没有初始状态。</translation>
    </message>
    <message>
        <source>The largest error of all: %1</source>
        <translation>最大误差：%1</translation>
    </message>
    <message>
        <source>The worst place: %1</source>
        <translation>最差的位置：%1</translation>
    </message>
    <message>
        <source>✓ Every gradient agrees with its finite difference.</source>
        <translation>✓ 每个梯度都与其有限差分一致。</translation>
    </message>
    <message>
        <source>✗ A gradient is wrong: the fault is in a rule.</source>
        <translation>✗ 有梯度不正确：错在某条求导规则。</translation>
    </message>
    <message>
        <source>✗ A gradient is wrong: the fault is in what is added up over time.</source>
        <translation>✗ 有梯度不正确：错在沿时间的累加。</translation>
    </message>
    <message>
        <source>✗ A gradient is inexact: 32-bit numbers are too coarse for this run.</source>
        <translation>✗ 有梯度不精确：对这次运行来说，32 位数太粗糙。</translation>
    </message>
    <message>
        <source>≈ No fault is found; this run is too sensitive for its gradients to be compared closely.</source>
        <translation>≈ 没有发现错误；但这次运行过于敏感，无法精确比较它的梯度。</translation>
    </message>
    <message>
        <source>✓ The gradients are right; an ordinary finite difference would be wrong by itself.</source>
        <translation>✓ 梯度正确；普通有限差分本身在这里会出错。</translation>
    </message>
    <message>
        <source>Every rule, tried alone, is right. But rounding decides here: with every weight changed in its last digit alone, the gradient at this place is anything from %1 to %2, and what it is compared with is one more such run. Gradients that explode over many timesteps are like this: look at Tools ▸ Diagnostics, or check a shorter run.</source>
        <translation>单独检验时每条规则都正确。但这里由舍入决定：只要把每个权重改动最后一位，该处的梯度就会落在 %1 到 %2 之间的任意值，而用来比较的也只是又一次这样的运行。经过许多时间步而爆炸的梯度就是如此：请看“工具 ▸ 诊断”，或检验较短的运行。</translation>
    </message>
    <message>
        <source>Every rule and every sum is right: the same run in 64-bit numbers agrees. Rounding alone makes the difference.</source>
        <translation>每条规则和每个累加都正确：用 64 位数做同样的运行则结果一致，差别只来自舍入。</translation>
    </message>
    <message>
        <source>Ordinary differences were not tried: they do not see where the run is cut.</source>
        <translation>没有尝试普通差分：它看不到运行被截断的地方。</translation>
    </message>
    <message>
        <source>Ordinary differences, with a step of 1e-6, agree as well.</source>
        <translation>步长为 1e-6 的普通差分也与之一致。</translation>
    </message>
    <message>
        <source>The operation %1 in %2 has a rule that is not its derivative. For its operand %3 the rule says %4, where g is the gradient at the result y, and a, b, c are the operands.</source>
        <translation>%2 中的运算 %1 的求导规则不是它的导数。对操作数 %3，规则给出 %4，其中 g 是结果 y 处的梯度，a、b、c 是各操作数。</translation>
    </message>
    <message>
        <source>Tried alone at t = %1, with random numbers for g: at element %2 the rule gives %3, and the operation itself, changed a little there, gives %4.</source>
        <translation>在 t = %1 处单独检验，g 取随机数：对元素 %2，规则给出 %3，而把运算在该处稍作改动则得到 %4。</translation>
    </message>
    <message>
        <source>The rule of every operation, tried alone, is right.</source>
        <translation>单独检验时，每个运算的求导规则都正确。</translation>
    </message>
    <message>
        <source>So the fault is in what is put together of them: a term is left out or added twice.</source>
        <translation>因此错在把它们合在一起的地方：有一项被漏掉，或被加了两次。</translation>
    </message>
    <message>
        <source>Each timestep&apos;s contribution is right; their sum is not.</source>
        <translation>每个时间步的贡献都正确，但它们的总和不正确。</translation>
    </message>
    <message>
        <source>The sum is right; contributions of single timesteps are not.</source>
        <translation>总和正确，但个别时间步的贡献不正确。</translation>
    </message>
    <message>
        <source>The contributions and their sum are both wrong: a term is left out or added twice at each timestep.</source>
        <translation>各贡献和它们的总和都不正确：每个时间步都有一项被漏掉，或被加了两次。</translation>
    </message>
    <message>
        <source>Added up one by one, the contributions make %1; the run&apos;s sum is %2; the loss says %3.</source>
        <translation>逐项相加，各贡献之和为 %1；运行中的总和为 %2；由损失得出的是 %3。</translation>
    </message>
    <message>
        <source>The loss bends too much for the step: the error shrinks with the square of the step.</source>
        <translation>对这个步长来说损失弯曲得太厉害：误差随步长的平方缩小。</translation>
    </message>
    <message>
        <source>Rounding: the two losses are nearly the same large number. The error grows as the step shrinks.</source>
        <translation>舍入所致：两个损失是几乎相等的大数。步长越小，误差越大。</translation>
    </message>
    <message>
        <source>The loss has a corner or a jump here: its slopes on the two sides differ, and the gradient is that of one side, or a convention.</source>
        <translation>损失在此处有尖点或跳变：两侧的斜率不同，梯度取其中一侧的值，或按约定取值。</translation>
    </message>
    <message>
        <source>The equations hold back a gradient by stop(…); the loss itself changes all the same.</source>
        <translation>方程用 stop(…) 截住了梯度，而损失本身照样变化。</translation>
    </message>
    <message>
        <source>At %1 the gradient is %2, as the complex step says; an ordinary difference gives %3.</source>
        <translation>在 %1 处，梯度为 %2，与复步差分一致；普通差分给出 %3。</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Compared by the complex step: all %1 numbers.</source>
        <translation>用复步差分比较：全部 %1 个数。</translation>
    </message>
    <message>
        <source>Compared by the complex step: a sample of %1 numbers out of %2, with the largest among them; all of them would take too long.</source>
        <translation>用复步差分比较：从 %2 个数中抽取 %1 个，其中包含最大的数；全部比较会花太长时间。</translation>
    </message>
    <message>
        <source>Errors up to %1 are rounding.</source>
        <translation>不超过 %1 的误差是舍入误差。</translation>
    </message>
    <message>
        <source>Gradient of</source>
        <translation>对谁的梯度</translation>
    </message>
    <message>
        <source>worst element</source>
        <translation>最差元素</translation>
    </message>
    <message>
        <source>timestep</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差分</translation>
    </message>
    <message>
        <source>sum of all</source>
        <translation>全部之和</translation>
    </message>
    <message>
        <source>%1: the gradient is %2, the difference %3, the error %4.</source>
        <translation>%1：梯度为 %2，差分为 %3，误差为 %4。</translation>
    </message>
    <message>
        <source>%1 at t = %2</source>
        <translation>%1，t = %2</translation>
    </message>
    <message>
        <source>%1, the sum over all timesteps</source>
        <translation>%1，即所有时间步之和</translation>
    </message>
</context>
<context>
    <name>app.help</name>
    <message>
        <source>Five-minute tour</source>
        <translation>五分钟导览</translation>
    </message>
    <message>
        <source>1. One time axis</source>
        <translation>1. 同一条时间轴</translation>
    </message>
    <message>
        <source>The model reads “hell” and at every timestep predicts the next character, “ello”. Each lane shows one thing over time, and the column of timestep t is the same in all of them: the character read, the unrolled graph, the hidden state h, the probabilities, the loss L, the gradients.</source>
        <translation>模型读入“hell”，并在每个时间步预测下一个字符“ello”。每条轨道沿时间显示一样东西，而时间步 t 的那一列在所有轨道中都相同：读入的字符、展开的计算图、隐藏状态 h、概率、损失 L、梯度。</translation>
    </message>
    <message>
        <source>2. Forward</source>
        <translation>2. 前向传播</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Right&lt;/b&gt;. Timestep 1 is computed: h[1] from x[1] and h[0], the prediction from h[1], the loss from the prediction. What has not been computed yet is empty. &lt;b&gt;Left&lt;/b&gt; takes it back.</source>
        <translation>按&lt;b&gt;右方向键&lt;/b&gt;。时间步 1 被算出：由 x[1] 和 h[0] 得到 h[1]，由 h[1] 得到预测，由预测得到损失。还没有算的地方是空的。按&lt;b&gt;左方向键&lt;/b&gt;可以退回。</translation>
    </message>
    <message>
        <source>3. Backward</source>
        <translation>3. 反向传播</translation>
    </message>
    <message>
        <source>Go on with &lt;b&gt;Right&lt;/b&gt;. After t = 4 the run turns round. The total loss is the sum of all L[t]; from each L[t] a gradient goes to y[t] and h[t], and along the hidden states to the left. The weights are the same at every timestep, so each timestep adds its own contribution to their gradient: watch dW[t] join the sum in the panel at the right, until the sum is complete.</source>
        <translation>继续按&lt;b&gt;右方向键&lt;/b&gt;。在 t = 4 之后，运行掉头。总损失是所有 L[t] 之和；从每个 L[t] 都有梯度传到 y[t] 和 h[t]，并沿隐藏状态向左传播。权重在每个时间步都相同，所以每个时间步都把自己的贡献加到它们的梯度上：请看右侧面板中 dW[t] 怎样加入总和，直到总和完整。</translation>
    </message>
    <message>
        <source>4. Ask about a number</source>
        <translation>4. 追问一个数</translation>
    </message>
    <message>
        <source>Click a node, an edge or a cell. The inspector shows its equation, the same equation with this timestep&apos;s numbers, its gradient, and what it came from; each name there is a link. Select W_hh, W_xh or another weight to see its sum.</source>
        <translation>点击一个节点、一条边或一个格子。检查器会显示它的方程、代入该时间步数值的同一方程、它的梯度，以及它由什么得来；其中每个名字都是链接。选中 W_hh、W_xh 或其他权重，可以看到它的累加过程。</translation>
    </message>
    <message>
        <source>5. Change something</source>
        <translation>5. 改动一点</translation>
    </message>
    <message>
        <source>Open the panels at the left. Type another text, another hidden size, another equation: the run follows as you type, and Ctrl+Z takes everything back. Model ▸ Insert cell turns the RNN into an LSTM, a GRU, two layers or a residual net: other equations, nothing else.</source>
        <translation>打开左侧的面板。输入另一段文本、另一个隐藏层大小、另一个方程：边输入边运行，按 Ctrl+Z 可全部撤销。“模型 ▸ 插入单元”能把 RNN 变成 LSTM、GRU、双层网络或残差网络：只是换了方程，别无其他。</translation>
    </message>
    <message>
        <source>6. A text of your own</source>
        <translation>6. 您自己的文本</translation>
    </message>
    <message>
        <source>Drop a text file on the window and press Enter. Ctrl and the wheel zoom at the pointer, the wheel moves along, F shows everything, Space plays. F1 has all keys.</source>
        <translation>把文本文件拖到窗口上并按回车。Ctrl 加滚轮在指针处缩放，滚轮沿时间移动，F 显示全部，空格键播放。F1 列出所有按键。</translation>
    </message>
    <message>
        <source>7. Train it</source>
        <translation>7. 训练它</translation>
    </message>
    <message>
        <source>Ctrl+T opens the training panel. Press &lt;b&gt;Train&lt;/b&gt; and watch loss and gradient norm; then drag the slider below them back: every lane shows the run with the weights of then, and one sees a gradient vanish. The panel Update takes one update apart: W, what is added to it, W after.</source>
        <translation>按 Ctrl+T 打开训练面板。按&lt;b&gt;训练&lt;/b&gt;，观察损失和梯度范数；然后把下方的滑块往回拖：每条轨道都显示当时权重下的运行，可以看到梯度如何消失。“更新”面板把一次更新拆开来看：W、加到它上面的量、更新后的 W。</translation>
    </message>
    <message>
        <source>8. Let it write</source>
        <translation>8. 让它书写</translation>
    </message>
    <message>
        <source>Ctrl+M, type a beginning, press Enter: from there on the model&apos;s own prediction is its next input, and a dotted line leads from each prediction to the input that it becomes. File ▸ Gallery has trained networks of every shape, each with a guided walk.</source>
        <translation>按 Ctrl+M，键入开头，再按回车：从那里起，模型自己的预测就是它的下一个输入，虚线从每个预测指向它所成为的输入。文件 ▸ 示例库中有各种形式的已训练网络，每个都带有导学。</translation>
    </message>
    <message>
        <source>About rnnviz</source>
        <translation>关于 rnnviz</translation>
    </message>
    <message>
        <source>&lt;h2&gt;rnnviz %1&lt;/h2&gt;&lt;p&gt;A desktop debugger for recurrent networks: the forward pass and the backpropagation through time, one timestep at a time, in either direction.&lt;/p&gt;&lt;p&gt;MIT licence. Built on Qt for Python, NumPy and SciPy; Chinese text is drawn with Droid Sans Fallback (Apache licence 2.0).&lt;/p&gt;&lt;p&gt;The idea of itemising the gradient by timestep was published as RNNbow by Cashman, Patterson, Mosca, Watts, Robinson and Chang (2017).&lt;/p&gt;</source>
        <translation>&lt;h2&gt;rnnviz %1&lt;/h2&gt;&lt;p&gt;循环神经网络的桌面调试器：前向传播和随时间反向传播，一次一个时间步，可前进也可后退。&lt;/p&gt;&lt;p&gt;MIT 许可证。基于 Qt for Python、NumPy 和 SciPy；中文以 Droid Sans Fallback 字体显示（Apache 许可证 2.0）。&lt;/p&gt;&lt;p&gt;把梯度按时间步逐项列出的想法由 Cashman、Patterson、Mosca、Watts、Robinson 和 Chang 以 RNNbow 为名发表（2017）。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>app.keys_sheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>鼠标</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>select a node, an edge, a cell or a bar, everywhere at once</source>
        <translation>选中节点、边、格子或条形，各处同时选中</translation>
    </message>
    <message>
        <source>Click on the axis</source>
        <translation>单击时间轴</translation>
    </message>
    <message>
        <source>go to that timestep of the present pass</source>
        <translation>转到当前这一遍的该时间步</translation>
    </message>
    <message>
        <source>Drag on the axis</source>
        <translation>在时间轴上拖动</translation>
    </message>
    <message>
        <source>zoom to the range</source>
        <translation>放大到该范围</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>move along the time axis</source>
        <translation>沿时间轴移动</translation>
    </message>
    <message>
        <source>Ctrl + wheel, pinch</source>
        <translation>Ctrl + 滚轮，双指捏合</translation>
    </message>
    <message>
        <source>zoom at the pointer</source>
        <translation>在指针处缩放</translation>
    </message>
    <message>
        <source>A digit</source>
        <translation>数字键</translation>
    </message>
    <message>
        <source>type the number of a timestep, Enter goes there</source>
        <translation>输入时间步的编号，按回车转到那里</translation>
    </message>
    <message>
        <source>Drop a text</source>
        <translation>拖入文本</translation>
    </message>
    <message>
        <source>offers to run the model over it; Enter opens</source>
        <translation>询问是否让模型在其上运行；按回车打开</translation>
    </message>
</context>
<context>
    <name>app.menus</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开的文件(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Lanes</source>
        <translation>轨道(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>P&amp;anels</source>
        <translation>面板(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Off</source>
        <translation>关闭(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>并排(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>差值(&amp;D)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Insert cell</source>
        <translation>插入单元(&amp;I)</translation>
    </message>
    <message>
        <source>In&amp;itialisation</source>
        <translation>初始化(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>float64</source>
        <translation>float64</translation>
    </message>
    <message>
        <source>float32</source>
        <translation>float32</translation>
    </message>
</context>
<context>
    <name>app.names</name>
    <message>
        <source>rnnviz</source>
        <translation>rnnviz</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Narration</source>
        <translation>解说</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Position in the run</source>
        <translation>在运行中的位置</translation>
    </message>
    <message>
        <source>Pass and direction</source>
        <translation>第几遍及方向</translation>
    </message>
    <message>
        <source>Speed of play</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>What has just happened, and what comes next</source>
        <translation>刚刚发生了什么，接下来是什么</translation>
    </message>
    <message>
        <source>The run, over time</source>
        <translation>沿时间展开的运行</translation>
    </message>
    <message>
        <source>Inspector of the selected value</source>
        <translation>选中值的检查器</translation>
    </message>
    <message>
        <source>Sum of the contributions of one parameter</source>
        <translation>一个参数各贡献的累加</translation>
    </message>
    <message>
        <source>Influence of each loss on each timestep</source>
        <translation>每个损失对每个时间步的影响</translation>
    </message>
    <message>
        <source>Walk</source>
        <translation>导学</translation>
    </message>
    <message>
        <source>Guided walk through the example</source>
        <translation>示例的导学</translation>
    </message>
    <message>
        <source>How much of the walk is done</source>
        <translation>导学的进度</translation>
    </message>
    <message>
        <source>Your guess of the hidden value</source>
        <translation>您对隐藏数值的猜测</translation>
    </message>
    <message>
        <source>Reveal the hidden value</source>
        <translation>揭晓隐藏的数值</translation>
    </message>
    <message>
        <source>Back to the place of this stop</source>
        <translation>回到这一站的位置</translation>
    </message>
    <message>
        <source>To the stop before</source>
        <translation>回到上一站</translation>
    </message>
    <message>
        <source>On to the next stop</source>
        <translation>前往下一站</translation>
    </message>
    <message>
        <source>Search the gallery</source>
        <translation>搜索示例库</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Open the chosen example</source>
        <translation>打开所选的示例</translation>
    </message>
    <message>
        <source>Model: equations, sizes, parameters</source>
        <translation>模型：方程、大小、参数</translation>
    </message>
    <message>
        <source>Data: the text and its vocabulary</source>
        <translation>数据：文本及其词表</translation>
    </message>
    <message>
        <source>Breakpoints: where the run is to stop</source>
        <translation>断点：运行在何处停下</translation>
    </message>
    <message>
        <source>Watches: expressions over the run</source>
        <translation>监视：对运行求值的表达式</translation>
    </message>
    <message>
        <source>Breakpoints</source>
        <translation>断点</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Bookmarks with notes</source>
        <translation>带备注的书签</translation>
    </message>
    <message>
        <source>Bookmarks, by timestep</source>
        <translation>按时间步排列的书签</translation>
    </message>
    <message>
        <source>Note of the bookmark</source>
        <translation>书签的备注</translation>
    </message>
    <message>
        <source>Set a bookmark where the cursor stands, or remove it</source>
        <translation>在游标所在处设置或移除书签</translation>
    </message>
    <message>
        <source>Remove the bookmark</source>
        <translation>移除书签</translation>
    </message>
    <message>
        <source>Watches</source>
        <translation>监视</translation>
    </message>
    <message>
        <source>Condition at which to stop</source>
        <translation>使运行停下的条件</translation>
    </message>
    <message>
        <source>Condition of the selected breakpoint</source>
        <translation>选中断点的条件</translation>
    </message>
    <message>
        <source>Threshold of the selected breakpoint</source>
        <translation>选中断点的阈值</translation>
    </message>
    <message>
        <source>At which of its hits the selected breakpoint stops</source>
        <translation>选中断点在第几次命中时停下</translation>
    </message>
    <message>
        <source>Number of hits</source>
        <translation>命中次数</translation>
    </message>
    <message>
        <source>Expression to watch</source>
        <translation>要监视的表达式</translation>
    </message>
    <message>
        <source>Add a breakpoint</source>
        <translation>添加断点</translation>
    </message>
    <message>
        <source>Add the ready-made breakpoints</source>
        <translation>添加预设断点</translation>
    </message>
    <message>
        <source>Remove the selected breakpoint</source>
        <translation>移除选中的断点</translation>
    </message>
    <message>
        <source>Hits of the breakpoints</source>
        <translation>断点的命中</translation>
    </message>
    <message>
        <source>A timestep opened to its operations</source>
        <translation>展开为各个运算的时间步</translation>
    </message>
    <message>
        <source>Close the opened timestep</source>
        <translation>关闭展开的时间步</translation>
    </message>
    <message>
        <source>Remove all breakpoints</source>
        <translation>移除所有断点</translation>
    </message>
    <message>
        <source>Condition beside the selected breakpoint&apos;s place</source>
        <translation>选中断点除位置外的条件</translation>
    </message>
    <message>
        <source>What is wrong with the model or its data</source>
        <translation>模型或其数据有什么问题</translation>
    </message>
    <message>
        <source>The file to open</source>
        <translation>要打开的文件</translation>
    </message>
    <message>
        <source>Unsaved work of a window that ended</source>
        <translation>已结束窗口的未保存内容</translation>
    </message>
    <message>
        <source>Restore the unsaved work</source>
        <translation>恢复未保存的内容</translation>
    </message>
    <message>
        <source>Discard the unsaved work</source>
        <translation>丢弃未保存的内容</translation>
    </message>
    <message>
        <source>Decide about the unsaved work later</source>
        <translation>稍后再决定如何处理未保存的内容</translation>
    </message>
    <message>
        <source>Diagnostics of the whole run</source>
        <translation>整次运行的诊断</translation>
    </message>
    <message>
        <source>Why a number is what it is</source>
        <translation>一个数为什么是这样</translation>
    </message>
    <message>
        <source>What every timestep adds to one weight&apos;s gradient</source>
        <translation>每个时间步对一个权重的梯度加了多少</translation>
    </message>
    <message>
        <source>What was found, the worst first</source>
        <translation>发现的问题，从最严重的开始</translation>
    </message>
    <message>
        <source>How much of the run was looked at</source>
        <translation>已检查了运行的多少</translation>
    </message>
    <message>
        <source>Stop looking for what is wrong</source>
        <translation>停止查找问题</translation>
    </message>
    <message>
        <source>Look for what is wrong</source>
        <translation>查找问题</translation>
    </message>
    <message>
        <source>Show the thresholds</source>
        <translation>显示阈值</translation>
    </message>
    <message>
        <source>The documented thresholds again</source>
        <translation>恢复文档中的阈值</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>What is wrong with the run</source>
        <translation>运行有什么问题</translation>
    </message>
    <message>
        <source>The terms that made the number, the largest first</source>
        <translation>构成这个数的各项，从最大的开始</translation>
    </message>
    <message>
        <source>Back to the question before</source>
        <translation>回到上一个问题</translation>
    </message>
    <message>
        <source>Why is the selection what it is</source>
        <translation>选中的值为什么是这样</translation>
    </message>
    <message>
        <source>By the timestep that adds it</source>
        <translation>按加入它的时间步</translation>
    </message>
    <message>
        <source>By the loss that sent it</source>
        <translation>按传来它的损失</translation>
    </message>
    <message>
        <source>Stop looking for the losses</source>
        <translation>停止按损失查找</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training of the model</source>
        <translation>模型的训练</translation>
    </message>
    <message>
        <source>One update</source>
        <translation>单次更新</translation>
    </message>
    <message>
        <source>What one update does to a parameter</source>
        <translation>一次更新怎样改变一个参数</translation>
    </message>
    <message>
        <source>Parameter whose update is shown</source>
        <translation>显示其更新的参数</translation>
    </message>
    <message>
        <source>Make this update</source>
        <translation>进行这次更新</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Pause the training</source>
        <translation>暂停训练</translation>
    </message>
    <message>
        <source>Cancel the training</source>
        <translation>取消训练</translation>
    </message>
    <message>
        <source>Make one update</source>
        <translation>做一次更新</translation>
    </message>
    <message>
        <source>Rewind the model to what is shown</source>
        <translation>让模型倒回到所显示的状态</translation>
    </message>
    <message>
        <source>Play through the training</source>
        <translation>播放训练过程</translation>
    </message>
    <message>
        <source>Position in the training</source>
        <translation>在训练中的位置</translation>
    </message>
    <message>
        <source>What the model is trained on</source>
        <translation>模型用什么训练</translation>
    </message>
    <message>
        <source>Weights that training begins with</source>
        <translation>训练开始时的权重</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Largest norm of the gradient</source>
        <translation>梯度的最大范数</translation>
    </message>
    <message>
        <source>L2 penalty</source>
        <translation>L2 惩罚</translation>
    </message>
    <message>
        <source>Sequences an update</source>
        <translation>每次更新的序列数</translation>
    </message>
    <message>
        <source>Timesteps an update</source>
        <translation>每次更新的时间步数</translation>
    </message>
    <message>
        <source>Number of updates</source>
        <translation>更新次数</translation>
    </message>
    <message>
        <source>Updates between two snapshots</source>
        <translation>两次快照之间的更新次数</translation>
    </message>
    <message>
        <source>Seed of the order of the sequences</source>
        <translation>序列顺序的随机种子</translation>
    </message>
    <message>
        <source>Curves by powers of ten</source>
        <translation>曲线用对数刻度</translation>
    </message>
    <message>
        <source>Smoothing of the loss</source>
        <translation>损失的平滑</translation>
    </message>
    <message>
        <source>Hold the scales of the lanes</source>
        <translation>保持轨道的刻度</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Generation: the model reads its own predictions</source>
        <translation>生成：模型读入自己的预测</translation>
    </message>
    <message>
        <source>What the model reads first</source>
        <translation>模型首先读入的内容</translation>
    </message>
    <message>
        <source>First timestep that reads a prediction</source>
        <translation>第一个读入预测的时间步</translation>
    </message>
    <message>
        <source>How many timesteps are generated</source>
        <translation>生成多少个时间步</translation>
    </message>
    <message>
        <source>How the model chooses</source>
        <translation>模型如何选取</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Seed of the draws</source>
        <translation>抽样的随机种子</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Back to the data&apos;s inputs</source>
        <translation>恢复数据中的输入</translation>
    </message>
    <message>
        <source>Values set by hand, and the run that this one is compared with</source>
        <translation>手动设定的值，以及用来对照的运行</translation>
    </message>
    <message>
        <source>Another value for what is selected</source>
        <translation>给选中的值另设一个值</translation>
    </message>
    <message>
        <source>Values set by hand</source>
        <translation>手动设定的值</translation>
    </message>
    <message>
        <source>Remove the chosen value</source>
        <translation>移除选中的设定值</translation>
    </message>
    <message>
        <source>Remove all values set by hand</source>
        <translation>移除所有手动设定的值</translation>
    </message>
    <message>
        <source>How two runs are shown</source>
        <translation>两次运行如何显示</translation>
    </message>
    <message>
        <source>The run to compare with</source>
        <translation>用来对照的运行</translation>
    </message>
    <message>
        <source>Keep this run to compare</source>
        <translation>保留这次运行以便比较</translation>
    </message>
    <message>
        <source>Keep the chosen run no longer</source>
        <translation>不再保留所选的运行</translation>
    </message>
    <message>
        <source>The value to set</source>
        <translation>要设定的值</translation>
    </message>
    <message>
        <source>At which timesteps the weight is another</source>
        <translation>权重在哪些时间步取另一个值</translation>
    </message>
    <message>
        <source>Run with this value</source>
        <translation>用这个值运行</translation>
    </message>
    <message>
        <source>Remove the override</source>
        <translation>取消改写</translation>
    </message>
    <message>
        <source>Whether states are carried over from chunk to chunk</source>
        <translation>状态是否在块与块之间延续</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>累加</translation>
    </message>
    <message>
        <source>Influence</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Value under the pointer</source>
        <translation>指针处的值</translation>
    </message>
    <message>
        <source>Size of the run</source>
        <translation>运行的大小</translation>
    </message>
    <message>
        <source>Equations</source>
        <translation>方程</translation>
    </message>
    <message>
        <source>Hidden size</source>
        <translation>隐藏层大小</translation>
    </message>
    <message>
        <source>Seed of the weights</source>
        <translation>权重的随机种子</translation>
    </message>
    <message>
        <source>Initialisation of the weights</source>
        <translation>权重的初始化</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Timesteps between truncations</source>
        <translation>截断之间的时间步数</translation>
    </message>
    <message>
        <source>Further sizes</source>
        <translation>其他大小</translation>
    </message>
    <message>
        <source>Sequence that the model was not trained on</source>
        <translation>模型没有用来训练的序列</translation>
    </message>
    <message>
        <source>What the example&apos;s model reads and predicts</source>
        <translation>示例的模型读入和预测的内容</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Number of timesteps</source>
        <translation>时间步数</translation>
    </message>
    <message>
        <source>Run over a text</source>
        <translation>在一段文本上运行</translation>
    </message>
    <message>
        <source>New random weights</source>
        <translation>新的随机权重</translation>
    </message>
    <message>
        <source>Insert a cell</source>
        <translation>插入单元</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>保留现有内容</translation>
    </message>
    <message>
        <source>Undo the change</source>
        <translation>撤销改动</translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation>取消运行</translation>
    </message>
    <message>
        <source>Parameter whose gradient is summed</source>
        <translation>梯度正在累加的参数</translation>
    </message>
    <message>
        <source>Value that is influenced</source>
        <translation>受影响的值</translation>
    </message>
    <message>
        <source>Scale of the map</source>
        <translation>热图的刻度</translation>
    </message>
    <message>
        <source>What the map of the influence shows</source>
        <translation>影响图显示什么</translation>
    </message>
    <message>
        <source>How far the influence is computed</source>
        <translation>影响计算到何处</translation>
    </message>
    <message>
        <source>Cancel the influence</source>
        <translation>取消影响的计算</translation>
    </message>
    <message>
        <source>Compute the influence</source>
        <translation>计算影响</translation>
    </message>
    <message>
        <source>The selected weight</source>
        <translation>选中的权重</translation>
    </message>
    <message>
        <source>The selected unit over time</source>
        <translation>选中单元随时间的变化</translation>
    </message>
    <message>
        <source>Show the value as numbers</source>
        <translation>以数字显示该值</translation>
    </message>
    <message>
        <source>Value as numbers</source>
        <translation>以数字表示的值</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>复制该值</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>示例库</translation>
    </message>
    <message>
        <source>Parameters and multiply-adds</source>
        <translation>参数与乘加次数</translation>
    </message>
    <message>
        <source>Which model is counted</source>
        <translation>统计哪个模型</translation>
    </message>
    <message>
        <source>Parameters and multiply-adds of each equation</source>
        <translation>各方程的参数与乘加次数</translation>
    </message>
    <message>
        <source>All parameters and multiply-adds</source>
        <translation>全部参数与乘加次数</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>统计哪些内容</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Save as example</source>
        <translation>另存为示例</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的改动</translation>
    </message>
    <message>
        <source>Panels that share this place</source>
        <translation>共用此位置的面板</translation>
    </message>
</context>
<context>
    <name>app.panels</name>
    <message>
        <source>This panel could not be built: {error}. The run and your data are untouched.</source>
        <translation>无法建立这个面板：{error}。运行和您的数据没有改动。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
</context>
<context>
    <name>app.preferences</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Size of t&amp;ype</source>
        <translation>字号(&amp;Y)</translation>
    </message>
    <message>
        <source>One scale for all timesteps</source>
        <translation>所有时间步用同一刻度</translation>
    </message>
    <message>
        <source>One scale, without outliers</source>
        <translation>同一刻度，忽略离群值</translation>
    </message>
    <message>
        <source>A scale for each timestep</source>
        <translation>每个时间步各用一个刻度</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>&amp;Scale of maps</source>
        <translation>热图的刻度(&amp;S)</translation>
    </message>
    <message>
        <source>float64 (16 digits)</source>
        <translation>float64（16 位有效数字）</translation>
    </message>
    <message>
        <source>float32 (7 digits, half the memory)</source>
        <translation>float32（7 位有效数字，内存减半）</translation>
    </message>
    <message>
        <source>&amp;Precision at the start</source>
        <translation>启动时的精度(&amp;P)</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>Automatic ({size})</source>
        <translation>自动（{size}）</translation>
    </message>
    <message>
        <source>Automatic: half of this computer&apos;s memory</source>
        <translation>自动：这台计算机内存的一半</translation>
    </message>
    <message>
        <source>&amp;Memory that a run may take</source>
        <translation>一次运行可用的内存(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Ask about unsaved changes before they are lost</source>
        <translation>丢弃未保存的改动之前先询问(&amp;A)</translation>
    </message>
    <message>
        <source>Choose an action, then press its new key. A second key of an action is kept.</source>
        <translation>选择一个操作，再按下它的新按键。操作的第二个按键保持不变。</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation>默认(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;All defaults</source>
        <translation>全部恢复默认(&amp;A)</translation>
    </message>
    <message>
        <source>“%1” has this key already. Give that action another first.</source>
        <translation>“%1”已经使用这个按键。请先给那个操作换一个按键。</translation>
    </message>
</context>
<context>
    <name>app.project_keeper</name>
    <message>
        <source>Examples (*.rnnviz)</source>
        <translation>示例 (*.rnnviz)</translation>
    </message>
    <message>
        <source>“{name}” could not be saved: {why}.</source>
        <translation>无法保存“{name}”：{why}。</translation>
    </message>
    <message>
        <source>Saved as an example: %1. Title, walk and task are written into its text.</source>
        <translation>已保存为示例：%1。标题、导学和任务写在它的文本中。</translation>
    </message>
    <message>
        <source>Saved as an example: %1, and %2 beside it. Title, walk and task are written into its text.</source>
        <translation>已保存为示例：%1，旁边是 %2。标题、导学和任务写在它的文本中。</translation>
    </message>
    <message>
        <source>“{name}” could not be saved: {why}. What was there before is untouched.</source>
        <translation>无法保存“{name}”：{why}。原有文件没有改动。</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>%1 on random data</source>
        <translation>随机数据上的 %1</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>Save the changes to “%1”?</source>
        <translation>要保存对“%1”的改动吗？</translation>
    </message>
    <message>
        <source>Model, data, bookmarks and layout are saved as one project.</source>
        <translation>模型、数据、书签和布局将保存为一个项目。</translation>
    </message>
    <message>
        <source>Unsaved work could not be kept: %1.</source>
        <translation>无法保留未保存的内容：%1。</translation>
    </message>
</context>
<context>
    <name>app.unforeseen</name>
    <message>
        <source>Something has met an error that was not foreseen: {error}. The run and your data are untouched; please report it.</source>
        <translation>某处出现了未曾预料的错误：{error}。运行和您的数据没有受影响；请报告此问题。</translation>
    </message>
</context>
<context>
    <name>app.window</name>
    <message>
        <source>Show or hide the panel “%1”</source>
        <translation>显示或隐藏“%1”面板</translation>
    </message>
    <message>
        <source>%1[*] – rnnviz</source>
        <translation>%1[*] – rnnviz</translation>
    </message>
    <message>
        <source>%1 steps, %2 steps back, %3 plays; click anything to ask about it; %4 has all keys</source>
        <translation>按 %1 前进一步，按 %2 后退一步，按 %3 播放；点击任何东西即可追问；按 %4 列出所有按键</translation>
    </message>
</context>
<context>
    <name>views.bookmarks_panel</name>
    <message>
        <source>What is to be seen here?</source>
        <translation>这里要看什么？</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>备注(&amp;N)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>t = %1</source>
        <translation>t = %1</translation>
    </message>
    <message>
        <source>A click on a bookmark goes there.</source>
        <translation>单击书签即转到那里。</translation>
    </message>
    <message>
        <source>No timestep has a bookmark yet. Go to one that you want to find again, and set one.</source>
        <translation>还没有任何时间步有书签。请转到您想以后再找到的时间步，并设置一个书签。</translation>
    </message>
    <message>
        <source>Remove from t = %1</source>
        <translation>移除 t = %1 处的书签</translation>
    </message>
    <message>
        <source>Set at t = %1</source>
        <translation>在 t = %1 处设置</translation>
    </message>
</context>
<context>
    <name>views.breakpoints.details</name>
    <message>
        <source>Enter changes the condition</source>
        <translation>回车确认条件的改动</translation>
    </message>
    <message>
        <source>Only &amp;if</source>
        <translation>仅当(&amp;I)</translation>
    </message>
    <message>
        <source>such as norm(dh[t]) &lt; 1e-6</source>
        <translation>例如 norm(dh[t]) &lt; 1e-6</translation>
    </message>
    <message>
        <source>Enter lets it stop only where this holds and is known; nothing: always</source>
        <translation>回车后，仅当此条件成立且已知时才停下；留空则总是停下</translation>
    </message>
    <message>
        <source>&amp;Threshold</source>
        <translation>阈值(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停在(&amp;S)</translation>
    </message>
    <message>
        <source>“%1” is not a number; 0.5 or 1e-6 is.</source>
        <translation>“%1”不是数；应写成 0.5 或 1e-6。</translation>
    </message>
</context>
<context>
    <name>views.breakpoints.hits_model</name>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>views.breakpoints.list_model</name>
    <message>
        <source>Stop at</source>
        <translation>停在</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
</context>
<context>
    <name>views.breakpoints.panel</name>
    <message>
        <source>Enter sets a breakpoint where this holds</source>
        <translation>回车即在条件成立处设断点</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Ready-made</source>
        <translation>预设断点</translation>
    </message>
    <message>
        <source>Not finite, vanishing, exploding, saturated, dead, loss jump, dominated by one timestep: each with a threshold that can be changed</source>
        <translation>非有限值、梯度消失、梯度爆炸、饱和、失活、损失跳变、由单个时间步主导：各有一个可改的阈值</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>&amp;Break when</source>
        <translation>条件(&amp;B)</translation>
    </message>
    <message>
        <source>An equation</source>
        <translation>一个方程</translation>
    </message>
    <message>
        <source>An operation</source>
        <translation>一个运算</translation>
    </message>
    <message>
        <source>Nothing to stop at yet. Click in the gutter below the timesteps, type a condition, or take the ready-made set; then continue with F5.</source>
        <translation>还没有可停的地方。点击时间步下方的边栏，或输入一个条件，或采用预设断点；然后按 F5 继续。</translation>
    </message>
    <message>
        <source>Hits of %1, in the whole run</source>
        <translation>整次运行中 %1 的命中</translation>
    </message>
    <message>
        <source>All hits, in the whole run</source>
        <translation>整次运行中的所有命中</translation>
    </message>
</context>
<context>
    <name>views.breakpoints.words</name>
    <message>
        <source>{operation}, {role}</source>
        <translation>{operation}，{role}</translation>
    </message>
    <message>
        <source>{what}, if {condition}</source>
        <translation>{what}，且满足 {condition}</translation>
    </message>
    <message>
        <source>hit %1</source>
        <translation>第 %1 次命中</translation>
    </message>
    <message>
        <source>every %1 hits</source>
        <translation>每 %1 次命中</translation>
    </message>
    <message>
        <source>from hit %1 on</source>
        <translation>从第 %1 次命中起</translation>
    </message>
    <message>
        <source>at every hit</source>
        <translation>每次命中</translation>
    </message>
    <message>
        <source>at hit number</source>
        <translation>第几次命中</translation>
    </message>
    <message>
        <source>at every so many hits</source>
        <translation>每隔若干次命中</translation>
    </message>
    <message>
        <source>from hit number … on</source>
        <translation>从第 … 次命中起</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Stopped at %1: %2</source>
        <translation>停在 %1：%2</translation>
    </message>
    <message>
        <source>Stopped at the start: %2</source>
        <translation>停在起点：%2</translation>
    </message>
    <message>
        <source>No breakpoint further on: this is the end of the run.</source>
        <translation>后面没有断点了：这里是运行的终点。</translation>
    </message>
    <message>
        <source>No breakpoint before: this is the start of the run.</source>
        <translation>前面没有断点了：这里是运行的起点。</translation>
    </message>
</context>
<context>
    <name>views.count_dialog</name>
    <message>
        <source>This model</source>
        <translation>这个模型</translation>
    </message>
    <message>
        <source>AlexNet</source>
        <translation>AlexNet</translation>
    </message>
    <message>
        <source>AlexNet with global average pooling</source>
        <translation>用全局平均池化的 AlexNet</translation>
    </message>
    <message>
        <source>Equation</source>
        <translation>方程</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Multiply-adds a timestep</source>
        <translation>每时间步乘加</translation>
    </message>
    <message>
        <source>in the run</source>
        <translation>整次运行</translation>
    </message>
    <message>
        <source>There is no run yet whose model could be counted.</source>
        <translation>还没有可统计其模型的运行。</translation>
    </message>
    <message>
        <source>{parameters} parameters; {products} multiply-adds in a forward run.</source>
        <translation>{parameters} 个参数；一次前向运行 {products} 次乘加。</translation>
    </message>
    <message>
        <source>{count}, shared with an equation above</source>
        <translation>{count}，与上面的方程共用</translation>
    </message>
    <message>
        <source>Of AlexNet&apos;s 62 million parameters 6·6·256·4096, 38 million, stand in one layer, the first fully connected one. The work is elsewhere: a convolution&apos;s few weights are used at each position.</source>
        <translation>AlexNet 的 6200 万个参数中有 6·6·256·4096 即 3800 万个在同一层，即第一个全连接层。计算量却在别处：卷积的少量权重在每个位置都要用一次。</translation>
    </message>
    <message>
        <source>The mean of each channel instead of all its positions: that layer is gone, and with it nine in ten parameters.</source>
        <translation>用每个通道的平均值代替它的所有位置：这一层不再需要，九成参数也随之消失。</translation>
    </message>
    <message>
        <source>A multiply-add is one product added to a sum: W @ h takes rows times columns. What works element by element and what looks a row up are not counted.</source>
        <translation>一次乘加是把一个乘积加到和上：W @ h 需要行数乘以列数次。逐元素的运算和查表不计在内。</translation>
    </message>
</context>
<context>
    <name>views.data_panel</name>
    <message>
        <source>typed text</source>
        <translation>输入的文本</translation>
    </message>
    <message>
        <source>Type a text here, or drop a file on the window.</source>
        <translation>在此输入文本，或把文件拖到窗口上。</translation>
    </message>
    <message>
        <source>How many timesteps: nothing that is loaded or typed tells it</source>
        <translation>共多少个时间步：载入或输入的内容都没有给出</translation>
    </message>
    <message>
        <source>&amp;Timesteps</source>
        <translation>时间步(&amp;T)</translation>
    </message>
    <message>
        <source>Load arrays…</source>
        <translation>载入数组…</translation>
    </message>
    <message>
        <source>Numbers to run over, from .npy, .npz, .csv, .safetensors or .pt; or drop such a file on the window</source>
        <translation>要运行的数值，来自 .npy、.npz、.csv、.safetensors 或 .pt；也可把这样的文件拖到窗口上</translation>
    </message>
    <message>
        <source>Use a text</source>
        <translation>使用文本</translation>
    </message>
    <message>
        <source>Run the equations over a text instead, with parameters from the seed</source>
        <translation>改为让方程在文本上运行，参数由随机种子产生</translation>
    </message>
    <message>
        <source>Drop a text file anywhere on the window, then Enter, to run the model over it.</source>
        <translation>把文本文件拖到窗口任意位置并按回车，即可让模型在其上运行。</translation>
    </message>
    <message>
        <source>%1: what each part of the run is given</source>
        <translation>%1：运行的各部分用什么数据</translation>
    </message>
    <message>
        <source>%1: the first %2 of %3 characters. A text this long is replaced, not edited here.</source>
        <translation>%1：%3 个字符中的前 %2 个。这么长的文本在这里只能替换，不能编辑。</translation>
    </message>
    <message>
        <source>&amp;Text: %1</source>
        <translation>文本(&amp;T)：%1</translation>
    </message>
    <message>
        <source>nothing yet: choose</source>
        <translation>尚无：请选择</translation>
    </message>
    <message>
        <source>typed here</source>
        <translation>在此输入</translation>
    </message>
    <message>
        <source>type numbers…</source>
        <translation>输入数值…</translation>
    </message>
    <message>
        <source>%1 timesteps: at each the model reads one character and predicts the next. Vocabulary of %2:</source>
        <translation>%1 个时间步：在每个时间步，模型读入一个字符并预测下一个。词表共 %2 个：</translation>
    </message>
</context>
<context>
    <name>views.diagnostics_panel</name>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>From where on something is a finding; every number can be changed</source>
        <translation>从何处起算作问题；每个数都可以修改</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Vanishing: rate below</source>
        <translation>消失：每步因子低于</translation>
    </message>
    <message>
        <source>What a loss sends back shrinks to less than this part of itself at each timestep</source>
        <translation>损失传回的梯度在每个时间步缩小到不足自身的这一比例</translation>
    </message>
    <message>
        <source>Vanishing: rest below</source>
        <translation>消失：剩余低于</translation>
    </message>
    <message>
        <source>Of what a loss sends back less than this part is left in the end</source>
        <translation>损失传回的梯度最后剩下的不足这一比例</translation>
    </message>
    <message>
        <source>Exploding: growth from</source>
        <translation>爆炸：增长达到</translation>
    </message>
    <message>
        <source>What a loss sends back becomes this many times as large on its way</source>
        <translation>损失传回的梯度一路上增大到这么多倍</translation>
    </message>
    <message>
        <source>Fewest timesteps</source>
        <translation>最少时间步数</translation>
    </message>
    <message>
        <source>On fewer timesteps no rate is told, and no unit called dead or saturated</source>
        <translation>时间步少于此数时，不给出变化率，也不判定单元失活或饱和</translation>
    </message>
    <message>
        <source>Saturated: |tanh| above</source>
        <translation>饱和：|tanh| 超过</translation>
    </message>
    <message>
        <source>A tanh is saturated beyond this, and beyond its negative</source>
        <translation>tanh 超过此值或低于其负值时，即为饱和</translation>
    </message>
    <message>
        <source>Pinned: gate within</source>
        <translation>卡死：门的距离小于</translation>
    </message>
    <message>
        <source>A gate is pinned within this of 0 or of 1</source>
        <translation>门的值与 0 或 1 相差不到此值时，即为卡死</translation>
    </message>
    <message>
        <source>Saturated: time from</source>
        <translation>饱和：时间占比达到</translation>
    </message>
    <message>
        <source>A unit is saturated that is so in at least this part of the timesteps</source>
        <translation>单元至少在这一比例的时间步上处于饱和，即为饱和单元</translation>
    </message>
    <message>
        <source>Saturated: units from</source>
        <translation>饱和：单元占比达到</translation>
    </message>
    <message>
        <source>A value is saturated if at least this part of its units are</source>
        <translation>至少有这一比例的单元饱和时，该值即为饱和</translation>
    </message>
    <message>
        <source>Saturated: numbers from</source>
        <translation>饱和：数值占比达到</translation>
    </message>
    <message>
        <source>A value is saturated if at least this part of all its numbers are</source>
        <translation>全部数值中至少有这一比例饱和时，该值即为饱和</translation>
    </message>
    <message>
        <source>Dead: change below</source>
        <translation>失活：变化低于</translation>
    </message>
    <message>
        <source>A unit is dead that changes by less than this part of what the liveliest one does</source>
        <translation>单元的变化不到最活跃单元的这一比例时，即为失活</translation>
    </message>
    <message>
        <source>Idle input: effect below</source>
        <translation>无效输入：作用低于</translation>
    </message>
    <message>
        <source>An input is idle whose effect is less than this part of the strongest one&apos;s</source>
        <translation>输入的作用不到最强输入的这一比例时，即为无效</translation>
    </message>
    <message>
        <source>Cut path: share lost from</source>
        <translation>切断：损失占比达到</translation>
    </message>
    <message>
        <source>A cut or a stop takes at least this part of a value&apos;s gradient, squared, average over time</source>
        <translation>一处截断或 stop 至少拿走了某个值的梯度平方（对时间平均）的这一比例</translation>
    </message>
    <message>
        <source>Idle target: share below</source>
        <translation>无效目标：占比低于</translation>
    </message>
    <message>
        <source>Targets are idle if less than this part of those that are there send a gradient</source>
        <translation>已有目标中能传回梯度的不足这一比例时，目标即为无效</translation>
    </message>
    <message>
        <source>Idle target: weight below</source>
        <translation>无效目标：权重低于</translation>
    </message>
    <message>
        <source>A target sends no gradient to speak of below this part of the strongest loss&apos; weight</source>
        <translation>目标的权重低于最强损失的这一比例时，传回的梯度微不足道</translation>
    </message>
    <message>
        <source>There is no run to look at yet.</source>
        <translation>还没有可检查的运行。</translation>
    </message>
    <message>
        <source>Looking at the whole run…</source>
        <translation>正在检查整次运行……</translation>
    </message>
    <message>
        <source>The run has not been looked at.</source>
        <translation>还没有检查这次运行。</translation>
    </message>
    <message>
        <source>The whole run was looked at, wherever the cursor stands: nothing wrong was found.</source>
        <translation>已检查整次运行（与游标位置无关）：没有发现问题。</translation>
    </message>
    <message>
        <source>For most rules %1 timesteps are too few.</source>
        <translation>对多数规则来说，%1 个时间步太少。</translation>
    </message>
    <message>
        <source>The whole run was looked at, wherever the cursor stands. A click goes to the place.</source>
        <translation>检查的是整次运行，与游标位置无关。单击可转到该处。</translation>
    </message>
    <message>
        <source>Findings: %1.</source>
        <translation>发现 %1 个问题。</translation>
    </message>
    <message>
        <source>%1 (threshold %2)</source>
        <translation>%1（阈值 %2）</translation>
    </message>
    <message>
        <source>The line: %1, t = %2 … %3</source>
        <translation>曲线：%1，t = %2 … %3</translation>
    </message>
    <message>
        <source>The line: %1, t = %2 … %3, on a logarithmic scale</source>
        <translation>曲线：%1，t = %2 … %3，对数刻度</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>非有限</translation>
    </message>
    <message>
        <source>exploding</source>
        <translation>梯度爆炸</translation>
    </message>
    <message>
        <source>vanishing</source>
        <translation>梯度消失</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>dead units</source>
        <translation>死单元</translation>
    </message>
    <message>
        <source>idle input</source>
        <translation>无效输入</translation>
    </message>
    <message>
        <source>idle target</source>
        <translation>无效目标</translation>
    </message>
    <message>
        <source>cut path</source>
        <translation>路径被切断</translation>
    </message>
</context>
<context>
    <name>views.drop_strip</name>
    <message>
        <source>What was dropped is an empty text: there is nothing in it.</source>
        <translation>拖放的是空文本：里面什么也没有。</translation>
    </message>
    <message>
        <source>“{name}” is a folder. Drop a file that is in it.</source>
        <translation>“{name}”是文件夹。请拖放其中的一个文件。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Run over the numbers in %1? Enter loads them, Esc keeps what is here.</source>
        <translation>在 %1 中的数值上运行吗？回车载入，Esc 保留现有内容。</translation>
    </message>
    <message>
        <source>Open %1? Enter opens it, Esc keeps what is here.</source>
        <translation>打开 %1 吗？回车打开，Esc 保留现有内容。</translation>
    </message>
    <message>
        <source>Use “%1” as the text? Enter takes it, Esc keeps the present one.</source>
        <translation>用“%1”作为文本吗？回车采用，Esc 保留现有文本。</translation>
    </message>
</context>
<context>
    <name>views.example_form</name>
    <message>
        <source>One of the sequences that the model was not trained on</source>
        <translation>模型没有用来训练的序列之一</translation>
    </message>
    <message>
        <source>&amp;Unseen sequence</source>
        <translation>未见序列(&amp;U)</translation>
    </message>
    <message>
        <source>left empty: the model may write it, by Generate…</source>
        <translation>留空：可用“生成…”让模型来写</translation>
    </message>
</context>
<context>
    <name>views.findings_readout</name>
    <message>
        <source>1 finding</source>
        <translation>1 个问题</translation>
    </message>
    <message>
        <source>%1 findings</source>
        <translation>%1 个问题</translation>
    </message>
    <message>
        <source>Something is wrong with this run; click to read what</source>
        <translation>这次运行有问题；点击查看</translation>
    </message>
</context>
<context>
    <name>views.gallery</name>
    <message>
        <source>Search: recurrence, many to one, gradient…</source>
        <translation>搜索：循环、多对一、梯度……</translation>
    </message>
    <message>
        <source>No example is about that. Other words find more.</source>
        <translation>没有这方面的示例。换个词可以找到更多。</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
</context>
<context>
    <name>views.generation_panel</name>
    <message>
        <source>What the model predicts at a timestep becomes what it reads at the next.</source>
        <translation>模型在一个时间步的预测，成为它在下一个时间步的输入。</translation>
    </message>
    <message>
        <source>as in the data</source>
        <translation>与数据相同</translation>
    </message>
    <message>
        <source>What the model reads first, with ↵ for a new line; empty: the data&apos;s own beginning</source>
        <translation>模型首先读入的内容，↵ 表示换行；留空则用数据自己的开头</translation>
    </message>
    <message>
        <source>The first timestep that reads a prediction; what comes before it is given. It is counted as on the axis, the timesteps of earlier segments too</source>
        <translation>第一个读取预测的时间步；在它之前的内容是给定的。它与时间轴的计数一致，前面各段的时间步也计算在内</translation>
    </message>
    <message>
        <source>How many timesteps read a prediction</source>
        <translation>有多少个时间步读入预测</translation>
    </message>
    <message>
        <source>the most probable</source>
        <translation>取概率最大的</translation>
    </message>
    <message>
        <source>drawn by probability</source>
        <translation>按概率抽取</translation>
    </message>
    <message>
        <source>Divides the logits: below 1 the probable becomes more probable, above 1 all become more alike</source>
        <translation>用来除 logits：小于 1 时高概率的更突出，大于 1 时各项更接近</translation>
    </message>
    <message>
        <source>The same seed draws the same symbols again</source>
        <translation>同一随机种子再次抽出同样的符号</translation>
    </message>
    <message>
        <source>Back to the data</source>
        <translation>恢复数据</translation>
    </message>
    <message>
        <source>Read what the data have, at every timestep</source>
        <translation>每个时间步都读入数据中的内容</translation>
    </message>
    <message>
        <source>&amp;Beginning</source>
        <translation>开头(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;From t =</source>
        <translation>起始 t =(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>选取(&amp;C)</translation>
    </message>
    <message>
        <source>Te&amp;mperature</source>
        <translation>温度(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>随机种子(&amp;S)</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写出</translation>
    </message>
    <message>
        <source>{count} symbols of its own; it ended with “{end}”.</source>
        <translation>自己写出 {count} 个符号；以“{end}”结束。</translation>
    </message>
    <message>
        <source>{count} symbols of its own, from t = {first} on.</source>
        <translation>自 t = {first} 起，自己写出 {count} 个符号。</translation>
    </message>
    <message>
        <source>A loss is counted where the data have a target, and no gradient goes back through a choice.</source>
        <translation>只在数据有目标处计算损失，梯度不会穿过选取这一步传回。</translation>
    </message>
</context>
<context>
    <name>views.influence_panel</name>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>per loss</source>
        <translation>按损失</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Influence on</source>
        <translation>影响对象</translation>
    </message>
    <message>
        <source>There is no run.</source>
        <translation>没有运行。</translation>
    </message>
    <message>
        <source>This model has no loss: nothing is sent back.</source>
        <translation>这个模型没有损失：没有梯度传回。</translation>
    </message>
    <message>
        <source>No loss depends on a value that changes over time.</source>
        <translation>没有损失依赖于随时间变化的值。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was computed yet.</source>
        <translation>已取消；还没有算出任何内容。</translation>
    </message>
    <message>
        <source>Show around the cursor</source>
        <translation>显示游标附近</translation>
    </message>
    <message>
        <source>Computing what each loss sends back …</source>
        <translation>正在计算每个损失传回的梯度……</translation>
    </message>
    <message>
        <source>How strongly the loss at s depends on %1 at t: ‖∂%2[s]/∂%1[t]‖.</source>
        <translation>s 处的损失对 t 处的 %1 依赖有多强：‖∂%2[s]/∂%1[t]‖。</translation>
    </message>
    <message>
        <source>Timesteps %1 to %2 of %3.</source>
        <translation>共 %3 个时间步，显示 %1 至 %2。</translation>
    </message>
</context>
<context>
    <name>views.inspector.compared</name>
    <message>
        <source>all of it</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>An override is in force: %1.</source>
        <translation>正在使用改写的值：%1。</translation>
    </message>
    <message>
        <source>The equation gives %1.</source>
        <translation>方程给出 %1。</translation>
    </message>
    <message>
        <source>No gradient goes through what was set.</source>
        <translation>梯度不会穿过手动设定的值。</translation>
    </message>
    <message>
        <source>Set by hand</source>
        <translation>手动设定</translation>
    </message>
    <message>
        <source>In the run before</source>
        <translation>在之前的运行中</translation>
    </message>
    <message>
        <source>In run %1</source>
        <translation>在运行 %1 中</translation>
    </message>
    <message>
        <source>It has no such value.</source>
        <translation>那里没有这个值。</translation>
    </message>
    <message>
        <source>%1; the difference is %2</source>
        <translation>%1；差值为 %2</translation>
    </message>
</context>
<context>
    <name>views.inspector.panel</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Show the value as a table of numbers</source>
        <translation>以数字表格显示该值</translation>
    </message>
    <message>
        <source>Copy the value&apos;s numbers, as a table</source>
        <translation>把该值的数字复制为表格</translation>
    </message>
    <message>
        <source>Click anything in the lanes: its equation and its numbers come here.</source>
        <translation>点击轨道中的任何东西：它的方程和数值会显示在这里。</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>This model has no loss: there is no gradient.</source>
        <translation>这个模型没有损失：没有梯度。</translation>
    </message>
    <message>
        <source>Not yet: the cursor has not reached it.</source>
        <translation>尚未：游标还没有到达。</translation>
    </message>
    <message>
        <source>Gradient %1</source>
        <translation>梯度 %1</translation>
    </message>
    <message>
        <source>Its gradient</source>
        <translation>它的梯度</translation>
    </message>
    <message>
        <source>Its adjoint equation</source>
        <translation>它的伴随方程</translation>
    </message>
</context>
<context>
    <name>views.inspector.rich_text</name>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>views.inspector.texts</name>
    <message>
        <source>at the cursor</source>
        <translation>在游标处</translation>
    </message>
    <message>
        <source>the sum</source>
        <translation>累加和</translation>
    </message>
    <message>
        <source>follow the cursor</source>
        <translation>跟随游标</translation>
    </message>
    <message>
        <source>initial state, learned</source>
        <translation>初始状态，可学习</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>of the backward pass</source>
        <translation>属于反向传播</translation>
    </message>
    <message>
        <source>weights, the same at every timestep</source>
        <translation>权重，每个时间步相同</translation>
    </message>
    <message>
        <source>weights of this timestep alone</source>
        <translation>仅属于该时间步的权重</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>gradient at the initial state</source>
        <translation>初始状态处的梯度</translation>
    </message>
    <message>
        <source>contribution to the gradient</source>
        <translation>对梯度的贡献</translation>
    </message>
    <message>
        <source>gradient, the total</source>
        <translation>梯度，总和</translation>
    </message>
    <message>
        <source>the total loss</source>
        <translation>总损失</translation>
    </message>
    <message>
        <source>initial state, given</source>
        <translation>初始状态，给定</translation>
    </message>
    <message>
        <source>initial state, zero unless given</source>
        <translation>初始状态，未给定则为零</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>class index</source>
        <translation>类别索引</translation>
    </message>
    <message>
        <source>no class</source>
        <translation>无类别</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>the character “%1”</source>
        <translation>字符“%1”</translation>
    </message>
    <message>
        <source>%1 of %2 timesteps are in the sum.</source>
        <translation>%2 个时间步中有 %1 个已加入总和。</translation>
    </message>
    <message>
        <source>and %n more</source>
        <translation>还有 %n 个</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>逐步计算</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>读取者</translation>
    </message>
    <message>
        <source>%1, the sum</source>
        <translation>%1，累加和</translation>
    </message>
    <message>
        <source>%1 has the norm %2</source>
        <translation>%1 的范数为 %2</translation>
    </message>
    <message>
        <source>%1, all %n timesteps, has the norm %2</source>
        <translation>%1，全部 %n 个时间步，范数为 %2</translation>
    </message>
    <message>
        <source>%1, the sum of %n timesteps so far, has the norm %2</source>
        <translation>%1，目前 %n 个时间步之和，范数为 %2</translation>
    </message>
    <message>
        <source>Contribution</source>
        <translation>贡献</translation>
    </message>
</context>
<context>
    <name>views.inspector.unit_plot</name>
    <message>
        <source>Curve of the selected unit</source>
        <translation>选中单元的曲线</translation>
    </message>
    <message>
        <source>Over time: select a value that has one at each timestep.</source>
        <translation>随时间：请选择一个在每个时间步都有值的量。</translation>
    </message>
    <message>
        <source>‖%1[t]‖ over time</source>
        <translation>‖%1[t]‖ 随时间的变化</translation>
    </message>
    <message>
        <source>%1 over time</source>
        <translation>%1 随时间的变化</translation>
    </message>
    <message>
        <source>%1, unit %2, over time</source>
        <translation>%1，单元 %2，随时间的变化</translation>
    </message>
    <message>
        <source>‖%1‖ over time; select a unit for its own curve</source>
        <translation>‖%1‖ 随时间的变化；选中一个单元可看它自己的曲线</translation>
    </message>
</context>
<context>
    <name>views.inspector.weight_field</name>
    <message>
        <source>Type another number and Enter: the run follows</source>
        <translation>输入另一个数并回车：随即重新运行</translation>
    </message>
    <message>
        <source>“%1” is no number; the weight is as it was. Write one like -0.25 or 1e-3.</source>
        <translation>“%1”不是数；权重保持原样。请写成 -0.25 或 1e-3 的形式。</translation>
    </message>
</context>
<context>
    <name>views.lanes.gutter</name>
    <message>
        <source>● a breakpoint: {what}</source>
        <translation>● 断点：{what}</translation>
    </message>
    <message>
        <source>○ a breakpoint, off: {what}</source>
        <translation>○ 断点，已停用：{what}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>| a tick: {what} at t = {t}</source>
        <translation>| 刻线：{what}，t = {t}</translation>
    </message>
    <message>
        <source>| {count} ticks: {what}, first at t = {t} with {subject} = {number}</source>
        <translation>| {count} 条刻线：{what}，首次在 t = {t}，{subject} = {number}</translation>
    </message>
    <message>
        <source>| a tick: {what} at t = {t}, with {subject} = {number}</source>
        <translation>| 刻线：{what}，t = {t}，{subject} = {number}</translation>
    </message>
</context>
<context>
    <name>views.lanes.opened_timestep</name>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>cut?</source>
        <translation>截断？</translation>
    </message>
    <message>
        <source>{name}[{t}] does not come here: the pass is cut between t = {t} and t = {here}; 0 stands in its place</source>
        <translation>{name}[{t}] 传不到这里：反向传播在 t = {t} 与 t = {here} 之间被截断，以 0 代替</translation>
    </message>
    <message>
        <source>1 where nothing is carried across a cut, 0 elsewhere</source>
        <translation>没有内容跨过截断处传递时为 1，其他处为 0</translation>
    </message>
    <message>
        <source>What was set by hand, and (1) where</source>
        <translation>手动设定的值，以及在何处（1）</translation>
    </message>
    <message>
        <source>{name}: not computed yet</source>
        <translation>{name}：尚未算出</translation>
    </message>
</context>
<context>
    <name>views.lanes.panel</name>
    <message>
        <source>There is no run to show. Type a text and equations in the panels at the left, or drop a text here.</source>
        <translation>没有可显示的运行。请在左侧面板输入文本和方程，或把文本拖到这里。</translation>
    </message>
    <message>
        <source>Σ %1</source>
        <translation>Σ %1</translation>
    </message>
    <message>
        <source>The sum of every loss so far: %1</source>
        <translation>目前所有损失之和：%1</translation>
    </message>
    <message>
        <source>Go to t = %1</source>
        <translation>转到 t = %1</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Why is it so?</source>
        <translation>为什么是这样？</translation>
    </message>
    <message>
        <source>Open timestep %1</source>
        <translation>展开时间步 %1</translation>
    </message>
</context>
<context>
    <name>views.lanes.plan</name>
    <message>
        <source>in</source>
        <translation>输入</translation>
    </message>
</context>
<context>
    <name>views.model_panel</name>
    <message>
        <source>New weights</source>
        <translation>新权重</translation>
    </message>
    <message>
        <source>such as E = 8, M = 3×4</source>
        <translation>例如 E = 8, M = 3×4</translation>
    </message>
    <message>
        <source>Sizes that the equations leave open, by name; 0 is a scalar</source>
        <translation>方程没有确定的大小，按名字给出；0 表示标量</translation>
    </message>
    <message>
        <source>&amp;Equations</source>
        <translation>方程(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Hidden size</source>
        <translation>隐藏层大小(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Initialisation</source>
        <translation>初始化(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Truncate</source>
        <translation>截断(&amp;T)</translation>
    </message>
    <message>
        <source>S&amp;izes</source>
        <translation>大小(&amp;I)</translation>
    </message>
    <message>
        <source>Measuring what the cuts take from the gradients …</source>
        <translation>正在衡量截断从梯度中拿走了多少……</translation>
    </message>
    <message>
        <source>What the cuts lose is not measured: the run without them is over the memory limit.</source>
        <translation>没有衡量截断损失了多少：不截断的运行超出内存上限。</translation>
    </message>
    <message>
        <source>“%1” is no size. Write a name and a number, or two: E = 8, M = 3×4.</source>
        <translation>“%1”不是大小。请写一个名字和一个或两个数：E = 8, M = 3×4。</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>Draws all parameters anew; Undo has these back</source>
        <translation>重新抽取所有参数；撤销即可找回现在的参数</translation>
    </message>
    <message>
        <source>Checked as you type; the run follows.</source>
        <translation>边输入边检查；随即重新运行。</translation>
    </message>
    <message>
        <source>Line %1: </source>
        <translation>第 %1 行：</translation>
    </message>
    <message>
        <source>Weights: %1</source>
        <translation>权重：%1</translation>
    </message>
</context>
<context>
    <name>views.narration</name>
    <message>
        <source>Whole run shown  ✕</source>
        <translation>显示整次运行  ✕</translation>
    </message>
    <message>
        <source>What the cursor has not reached yet is shown too; click, and it appears step by step</source>
        <translation>游标尚未到达的部分也显示出来了；单击后改为逐步出现</translation>
    </message>
    <message>
        <source>nothing yet: there is no run</source>
        <translation>尚无：没有运行</translation>
    </message>
    <message>
        <source>Just happened:</source>
        <translation>刚刚发生：</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>接下来：</translation>
    </message>
</context>
<context>
    <name>views.override_editor</name>
    <message>
        <source>Override</source>
        <translation>改写数值</translation>
    </message>
    <message>
        <source>at all timesteps</source>
        <translation>在所有时间步</translation>
    </message>
    <message>
        <source>at t = %1 alone</source>
        <translation>仅在 t = %1 处</translation>
    </message>
    <message>
        <source>A symbol of the text; nothing or %1 for no target.</source>
        <translation>文本中的一个符号；留空或写 %1 表示没有目标。</translation>
    </message>
    <message>
        <source>A symbol of the text.</source>
        <translation>文本中的一个符号。</translation>
    </message>
    <message>
        <source>The run is made again with it; Edit ▸ Undo takes it back.</source>
        <translation>将据此重新运行；“编辑 ▸ 撤销”可取消。</translation>
    </message>
</context>
<context>
    <name>views.problem_banner</name>
    <message>
        <source>Show the place</source>
        <translation>显示位置</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Half the memory, and 7 digits instead of 16</source>
        <translation>内存减半，有效数字从 16 位变为 7 位</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Take the first {count} characters</source>
        <translation>取前 {count} 个字符</translation>
    </message>
    <message>
        <source>Compute in {precision}</source>
        <translation>用 {precision} 计算</translation>
    </message>
    <message>
        <source>The last good run is still shown.</source>
        <translation>仍显示上一次成功的运行。</translation>
    </message>
</context>
<context>
    <name>views.recovery_strip</name>
    <message>
        <source>Restore it</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>rnnviz ended without being closed. The unsaved work of %1 is still there.</source>
        <translation>rnnviz 上次没有正常关闭。%1 的未保存内容仍在。</translation>
    </message>
    <message>
        <source>(%1 more)</source>
        <translation>（还有 %1 份）</translation>
    </message>
</context>
<context>
    <name>views.run_readout</name>
    <message>
        <source>running…</source>
        <translation>正在运行……</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>T = %1</source>
        <translation>T = %1</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 个权重</translation>
    </message>
</context>
<context>
    <name>views.scrubber</name>
    <message>
        <source>Every stop of the run: drag, or click, to go there</source>
        <translation>运行的每个停点：拖动或单击即可转到那里</translation>
    </message>
</context>
<context>
    <name>views.sum_panel</name>
    <message>
        <source>Whose gradient is added up here</source>
        <translation>这里累加的是谁的梯度</translation>
    </message>
    <message>
        <source>This model has no loss: there is nothing to sum.</source>
        <translation>这个模型没有损失：没有可累加的。</translation>
    </message>
    <message>
        <source>%1 has a value of its own at each timestep: its gradients are not summed.</source>
        <translation>%1 在每个时间步各有自己的值：它的梯度不累加。</translation>
    </message>
    <message>
        <source>Step into the backward pass to see the gradient add up.</source>
        <translation>进入反向传播，即可看到梯度逐步累加。</translation>
    </message>
    <message>
        <source>%1 is used at t = %2 to %3 only: the backward pass has not come there yet.</source>
        <translation>%1 只在 t = %2 到 %3 用到：反向传播还没有到那里。</translation>
    </message>
</context>
<context>
    <name>views.training.panel</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop, and go back to the weights before</source>
        <translation>停止，并恢复之前的权重</translation>
    </message>
    <message>
        <source>Make a single update; the panel “Update” shows what it does to the weights</source>
        <translation>只做一次更新；“更新”面板显示它怎样改变权重</translation>
    </message>
    <message>
        <source>Rewind to here</source>
        <translation>倒回到此处</translation>
    </message>
    <message>
        <source>Give the model the weights that are looked at; training on from them, everything comes again</source>
        <translation>让模型采用正在查看的权重；从这里继续训练，一切会同样重现</translation>
    </message>
    <message>
        <source>&amp;Log scale</source>
        <translation>对数刻度(&amp;L)</translation>
    </message>
    <message>
        <source>The bold line of the loss is the mean of so many updates; the thin one is not</source>
        <translation>损失的粗线是若干次更新的平均，细线是原值</translation>
    </message>
    <message>
        <source>not smoothed</source>
        <translation>不平滑</translation>
    </message>
    <message>
        <source>mean of {count}</source>
        <translation>{count} 次平均</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Look back: every lane shows the run with the weights that there were then</source>
        <translation>回看：每条轨道都显示用当时的权重所做的运行</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Show one snapshot after the other</source>
        <translation>逐个显示快照</translation>
    </message>
    <message>
        <source>&amp;Hold scales</source>
        <translation>保持刻度(&amp;H)</translation>
    </message>
    <message>
        <source>The lanes&apos; scales grow with what is seen and never shrink, so that numbers stay comparable</source>
        <translation>轨道的刻度随所见内容增大，从不缩小，使数值始终可比</translation>
    </message>
    <message>
        <source>Train {count} from here</source>
        <translation>从此处训练 {count} 次</translation>
    </message>
    <message>
        <source>Continue: {count} more</source>
        <translation>继续：再做 {count} 次</translation>
    </message>
    <message>
        <source>Train {count} updates</source>
        <translation>训练 {count} 次更新</translation>
    </message>
    <message>
        <source>One from here</source>
        <translation>从此处更新一次</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>each update</source>
        <translation>每次更新</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after clipping</source>
        <translation>裁剪之后</translation>
    </message>
    <message>
        <source>Update {number} of {target}</source>
        <translation>更新 {number}/{target}</translation>
    </message>
    <message>
        <source> – {speed} a second</source>
        <translation>，每秒 {speed} 次</translation>
    </message>
    <message>
        <source>Not trained here yet. Training begins with new weights, drawn from its seed.</source>
        <translation>尚未在此训练。训练将从由种子抽取的新权重开始。</translation>
    </message>
    <message>
        <source>Not trained here yet. The weights in force are where training begins.</source>
        <translation>尚未在此训练。训练将从当前的权重开始。</translation>
    </message>
    <message>
        <source>The model has other weights now than this training&apos;s; the slider shows them again.</source>
        <translation>模型现在的权重不是这次训练的；移动滑块可重新显示。</translation>
    </message>
    <message>
        <source>Shown: the run as it was after {count} updates. Training goes on from there; the later updates are then let go.</source>
        <translation>当前显示：{count} 次更新之后的运行。训练将从那里继续，之后的更新随即舍弃。</translation>
    </message>
    <message>
        <source>Shown: the run as it was after {count} updates.</source>
        <translation>显示的是 {count} 次更新之后的运行。</translation>
    </message>
    <message>
        <source>At the beginning, before the first update.</source>
        <translation>在起点，第一次更新之前。</translation>
    </message>
    <message>
        <source>After {count} updates; those that were let go are made again as training goes on.</source>
        <translation>{count} 次更新之后；已舍弃的更新会在继续训练时重新进行。</translation>
    </message>
    <message>
        <source>After {count} updates; the last began at a loss of {loss}.</source>
        <translation>已更新 {count} 次；最后一次开始时的损失为 {loss}。</translation>
    </message>
</context>
<context>
    <name>views.training.settings</name>
    <message>
        <source>The sequences that the model learns from</source>
        <translation>模型所学习的序列</translation>
    </message>
    <message>
        <source>the weights as they are</source>
        <translation>当前的权重</translation>
    </message>
    <message>
        <source>new weights of the seed</source>
        <translation>由随机种子抽取的新权重</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The largest norm of the gradient; a larger one is made as small. Empty: none is</source>
        <translation>梯度的最大范数；超过时缩小到此值。留空表示不裁剪</translation>
    </message>
    <message>
        <source>So many times the weights is added to their gradient: it pulls them towards 0</source>
        <translation>把权重乘以这个数加到梯度上：使权重趋向 0</translation>
    </message>
    <message>
        <source>Sequences an update; of a text in chunks, how many places it is read at</source>
        <translation>每次更新的序列数；对分块读取的文本，则为同时读取的位置数</translation>
    </message>
    <message>
        <source>Timesteps of the text an update; states are carried on, gradients are not</source>
        <translation>每次更新读取的时间步数；状态会延续，梯度不会</translation>
    </message>
    <message>
        <source>How many updates are made at a press of the button</source>
        <translation>按一次按钮做多少次更新</translation>
    </message>
    <message>
        <source>After every so many updates the weights are kept, to be looked back at</source>
        <translation>每隔若干次更新保留一次权重，供回看</translation>
    </message>
    <message>
        <source>Decides in which order sequences are drawn</source>
        <translation>决定抽取序列的顺序</translation>
    </message>
    <message>
        <source>&amp;Train on</source>
        <translation>训练数据(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Begin with</source>
        <translation>起始权重(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Optimiser</source>
        <translation>优化器(&amp;O)</translation>
    </message>
    <message>
        <source>Learning &amp;rate</source>
        <translation>学习率(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Momentum</source>
        <translation>动量(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Clip at norm</source>
        <translation>裁剪范数(&amp;C)</translation>
    </message>
    <message>
        <source>L&amp;2</source>
        <translation>L2(&amp;2)</translation>
    </message>
    <message>
        <source>B&amp;atch</source>
        <translation>批大小(&amp;A)</translation>
    </message>
    <message>
        <source>C&amp;hunk</source>
        <translation>块长(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Updates</source>
        <translation>更新次数(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keep every</source>
        <translation>保留间隔(&amp;K)</translation>
    </message>
    <message>
        <source>the example&apos;s own sequences</source>
        <translation>示例自己的序列</translation>
    </message>
    <message>
        <source>the whole sequence</source>
        <translation>整个序列</translation>
    </message>
    <message>
        <source>the present data</source>
        <translation>当前的数据</translation>
    </message>
    <message>
        <source>the text, in chunks</source>
        <translation>文本，分块读取</translation>
    </message>
</context>
<context>
    <name>views.training.update_panel</name>
    <message>
        <source>&amp;Update of</source>
        <translation>更新对象(&amp;U)</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>进行更新</translation>
    </message>
    <message>
        <source>Make this update, and look at the one after it</source>
        <translation>进行这次更新，并查看下一次</translation>
    </message>
    <message>
        <source>Updates are being made. Pause, to look into one.</source>
        <translation>正在进行更新。暂停后即可查看其中一次。</translation>
    </message>
    <message>
        <source>There is no parameter to update.</source>
        <translation>没有可更新的参数。</translation>
    </message>
    <message>
        <source>Computing the update …</source>
        <translation>正在计算更新……</translation>
    </message>
    <message>
        <source>− rate · dW</source>
        <translation>− 学习率 · dW</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>带动量的 SGD</translation>
    </message>
    <message>
        <source>Update {number}: loss {loss}, gradient norm {before}, clipped to {after}</source>
        <translation>更新 {number}：损失 {loss}，梯度范数 {before}，裁剪为 {after}</translation>
    </message>
    <message>
        <source>Update {number}: loss {loss}, gradient norm {before}</source>
        <translation>更新 {number}：损失 {loss}，梯度范数 {before}</translation>
    </message>
</context>
<context>
    <name>views.transport</name>
    <message>
        <source>Speed of play, in stops a second</source>
        <translation>播放速度，每秒停点数</translation>
    </message>
    <message>
        <source>The timestep; type a number and Enter to go there</source>
        <translation>时间步；输入数字并回车即转到那里</translation>
    </message>
    <message>
        <source>The pass that the cursor stands in, and its direction</source>
        <translation>游标所在的这一遍及其方向</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>%1, pass %2 of %3</source>
        <translation>%1，第 %2/%3 遍</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1 步</translation>
    </message>
</context>
<context>
    <name>views.walk_panel</name>
    <message>
        <source>your guess</source>
        <translation>您的猜测</translation>
    </message>
    <message>
        <source>&amp;Reveal</source>
        <translation>揭晓(&amp;R)</translation>
    </message>
    <message>
        <source>Step on to where the value is computed</source>
        <translation>单步前进到该值被算出的地方</translation>
    </message>
    <message>
        <source>Back to this stop</source>
        <translation>回到这一站</translation>
    </message>
    <message>
        <source>← &amp;Back</source>
        <translation>← 上一站(&amp;B)</translation>
    </message>
    <message>
        <source>No example is open</source>
        <translation>没有打开示例</translation>
    </message>
    <message>
        <source>Stop %1 of %2</source>
        <translation>第 %1 站，共 %2 站</translation>
    </message>
    <message>
        <source>Examples have guided walks: a few stops that say what to look at, and why. Choose one.</source>
        <translation>示例带有导学：分几站说明看什么、为什么。请选择一个。</translation>
    </message>
    <message>
        <source>%1

This example has no guided walk.</source>
        <translation>%1

这个示例没有导学。</translation>
    </message>
    <message>
        <source>&amp;Begin the walk</source>
        <translation>开始导学(&amp;B)</translation>
    </message>
    <message>
        <source>Open the &amp;gallery</source>
        <translation>打开示例库(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Next →</source>
        <translation>下一站(&amp;N) →</translation>
    </message>
    <message>
        <source>&amp;End the walk</source>
        <translation>结束导学(&amp;E)</translation>
    </message>
    <message>
        <source>%1 Step to see.</source>
        <translation>%1 单步前进即可看到。</translation>
    </message>
    <message>
        <source>Right. %1</source>
        <translation>正确。%1</translation>
    </message>
    <message>
        <source>Not so. %1</source>
        <translation>不对。%1</translation>
    </message>
    <message>
        <source>It is %1. %2</source>
        <translation>它是 %1。%2</translation>
    </message>
    <message>
        <source>It is %1; you said %2. %3</source>
        <translation>它是 %1；您说的是 %2。%3</translation>
    </message>
    <message>
        <source>“{text}” is no number. Write one, such as 0.5, or leave the field empty.</source>
        <translation>“{text}”不是数字。请写一个数，例如 0.5，或让输入框空着。</translation>
    </message>
    <message>
        <source>The run stands elsewhere now; the stop is where you left it.</source>
        <translation>运行现在停在别处；这一站还在原处。</translation>
    </message>
</context>
<context>
    <name>views.watches.panel</name>
    <message>
        <source>such as h[t][0] or norm(dh[t])</source>
        <translation>例如 h[t][0] 或 norm(dh[t])</translation>
    </message>
    <message>
        <source>Enter watches this expression</source>
        <translation>回车即监视该表达式</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>监视(&amp;W)</translation>
    </message>
    <message>
        <source>Nothing is watched yet. Type a name and a timestep, h[t], or any expression of the language; or take “Watch” from the context menu of a value.</source>
        <translation>还没有监视任何内容。输入一个名字加时间步，如 h[t]，或语言中的任何表达式；也可在某个值的右键菜单中选“监视”。</translation>
    </message>
</context>
<context>
    <name>views.watches.row</name>
    <message>
        <source>Watched expression %1</source>
        <translation>监视的表达式 %1</translation>
    </message>
    <message>
        <source>Type another expression and Enter</source>
        <translation>输入另一个表达式并回车</translation>
    </message>
    <message>
        <source>Remove this watch</source>
        <translation>移除这个监视</translation>
    </message>
    <message>
        <source>Remove watch %1</source>
        <translation>移除监视 %1</translation>
    </message>
</context>
<context>
    <name>views.watches.words</name>
    <message>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <source>%1 matrix, ‖·‖ = %2</source>
        <translation>%1 矩阵，‖·‖ = %2</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>%1 of %2 changed, most [%3] %4</source>
        <translation>%2 个中有 %1 个改变，最大变化在 [%3]：%4</translation>
    </message>
</context>
<context>
    <name>views.what_if_panel</name>
    <message>
        <source>one run</source>
        <translation>一次运行</translation>
    </message>
    <message>
        <source>both, side by side</source>
        <translation>两次并排</translation>
    </message>
    <message>
        <source>their difference</source>
        <translation>两者之差</translation>
    </message>
    <message>
        <source>Keep this run</source>
        <translation>保留这次运行</translation>
    </message>
    <message>
        <source>Keep the run as it is now, to compare others with it; at most %1 are kept</source>
        <translation>把当前的运行保留下来，用来与其他运行比较；最多保留 %1 个</translation>
    </message>
    <message>
        <source>Let it go</source>
        <translation>不再保留</translation>
    </message>
    <message>
        <source>Keep the chosen run no longer, and free its memory</source>
        <translation>不再保留所选的运行，并释放其内存</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>恢复到它</translation>
    </message>
    <message>
        <source>Make the chosen run the present one again: its model, data and overrides</source>
        <translation>让所选的运行重新成为当前运行：包括它的模型、数据和改写</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;With</source>
        <translation>对照(&amp;W)</translation>
    </message>
    <message>
        <source>This run has no such place: it has no effect now.</source>
        <translation>这次运行没有这个位置：它现在不起作用。</translation>
    </message>
    <message>
        <source>Click one to see it. The run is made with them; nothing else is changed.</source>
        <translation>单击可查看。运行使用这些值，其他都不改变。</translation>
    </message>
    <message>
        <source>None. Right-click a value, a symbol, a target or a weight and choose Override…: the run is made again with what you say instead.</source>
        <translation>没有。右键单击一个值、符号、目标或权重并选择“改写数值…”：将按您所说重新运行。</translation>
    </message>
    <message>
        <source> (no such place now)</source>
        <translation> （现在没有这个位置）</translation>
    </message>
    <message>
        <source> at all timesteps</source>
        <translation> 在所有时间步</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>Run {number}: {title} ({room})</source>
        <translation>运行 {number}：{title}（{room}）</translation>
    </message>
    <message>
        <source>Run {number}: {title}, loss {loss} ({room})</source>
        <translation>运行 {number}：{title}，损失 {loss}（{room}）</translation>
    </message>
    <message>
        <source>the run before the overrides</source>
        <translation>改写之前的运行</translation>
    </message>
    <message>
        <source>A project keeps how these runs are made; opened again, one is computed when it is compared with.</source>
        <translation>项目保存的是这些运行的做法；重新打开后，在比较时才计算。</translation>
    </message>
    <message>
        <source>run {number}: {title}</source>
        <translation>运行 {number}：{title}</translation>
    </message>
    <message>
        <source>the present run; shown is B − A</source>
        <translation>当前运行；显示的是 B − A</translation>
    </message>
    <message>
        <source>the present run</source>
        <translation>当前运行</translation>
    </message>
    <message>
        <source>Making the run to compare with …</source>
        <translation>正在计算用来对照的运行……</translation>
    </message>
    <message>
        <source>The run to compare with cannot be made: {problem}</source>
        <translation>无法计算用来对照的运行：{problem}</translation>
    </message>
    <message>
        <source>Nothing to compare with yet: override a value, or keep this run and change something.</source>
        <translation>还没有可对照的运行：请改写一个值，或先保留这次运行再作改动。</translation>
    </message>
    <message>
        <source>This is the run that is compared with: change something.</source>
        <translation>这就是用来对照的运行：请作些改动。</translation>
    </message>
    <message>
        <source>Choose how both are shown.</source>
        <translation>请选择两者如何显示。</translation>
    </message>
    <message>
        <source>The loss was %1 and is %2: a difference of %3.</source>
        <translation>损失原为 %1，现为 %2：相差 %3。</translation>
    </message>
    <message>
        <source>Looking for where they begin to differ …</source>
        <translation>正在查找它们从何处开始不同……</translation>
    </message>
    <message>
        <source>Nothing else differs: the two runs have the same values.</source>
        <translation>除此之外没有差别：两次运行的值都相同。</translation>
    </message>
    <message>
        <source>The first to differ, in time: %1.</source>
        <translation>按时间最先不同的是：%1。</translation>
    </message>
    <message>
        <source>What is below %1 of a timestep&apos;s largest number is rounding, and shown as none.</source>
        <translation>小于该时间步最大数的 %1 的差值属于舍入误差，不显示。</translation>
    </message>
    <message>
        <source>Only A has {names}.</source>
        <translation>只有 A 有 {names}。</translation>
    </message>
    <message>
        <source>Only B has {names}.</source>
        <translation>只有 B 有 {names}。</translation>
    </message>
    <message>
        <source>Of another shape in A: {names}.</source>
        <translation>在 A 中形状不同：{names}。</translation>
    </message>
    <message>
        <source>A has {before} timesteps and B {after}: the first {both} are compared.</source>
        <translation>A 有 {before} 个时间步，B 有 {after} 个：比较前 {both} 个。</translation>
    </message>
</context>
<context>
    <name>views.why.history</name>
    <message>
        <source>By timestep</source>
        <translation>按时间步</translation>
    </message>
    <message>
        <source>What every timestep adds to the gradient of this weight</source>
        <translation>每个时间步给这个权重的梯度加了多少</translation>
    </message>
    <message>
        <source>By loss</source>
        <translation>按损失</translation>
    </message>
    <message>
        <source>Which losses sent it: one more forward run finds what that of each timestep sent</source>
        <translation>哪些损失传来了它：再做一次前向计算，即可求出每个时间步的损失传来多少</translation>
    </message>
    <message>
        <source>%1, timestep by timestep, as far as the cursor has come: %2 of %3.</source>
        <translation>%1，逐个时间步，到游标所到之处：%3 个中的 %2 个。</translation>
    </message>
    <message>
        <source>%1, timestep by timestep: %2 of %3 add %4, %5 take away %6. Together %7.</source>
        <translation>%1，逐个时间步：共 %3 个，其中 %2 个增加了 %4，%5 个减少了 %6。合计 %7。</translation>
    </message>
    <message>
        <source>Looking for the losses: %1 %</source>
        <translation>正在按损失查找：%1 %</translation>
    </message>
    <message>
        <source>By the timestep of the loss that sent it: that of t = %1 sent most, %2.</source>
        <translation>按传来它的损失所在的时间步：t = %1 的损失传来最多，为 %2。</translation>
    </message>
    <message>
        <source>Only the losses %1 … %2 were looked at.</source>
        <translation>只查看了损失 %1 … %2。</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>传来</translation>
    </message>
</context>
<context>
    <name>views.why.panel</name>
    <message>
        <source>Why the selection?</source>
        <translation>选中的值为什么是这样？</translation>
    </message>
    <message>
        <source>Ask of the selected unit, or of the largest element of the selected value</source>
        <translation>追问选中的单元，或选中值的最大元素</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>项</translation>
    </message>
    <message>
        <source>Adds</source>
        <translation>加上</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>A click selects a term everywhere, a double click (Enter) asks why of it</source>
        <translation>单击在各处选中该项，双击（或回车）追问它为什么是这样</translation>
    </message>
    <message>
        <source>What a term adds, with its sign; or its value, where nothing adds up</source>
        <translation>该项加了多少，带符号；若不是相加，则为它的值</translation>
    </message>
    <message>
        <source>A term&apos;s part of all terms&apos; sizes, whatever their signs, so that all parts are 100 %; filled: it adds, hatched: it takes away</source>
        <translation>该项占所有项大小（不论正负）的比例，合计为 100 %；实心表示增，斜线表示减</translation>
    </message>
    <message>
        <source>Why is %1 what it is?</source>
        <translation>%1 为什么是这样？</translation>
    </message>
    <message>
        <source>Not yet: the cursor has not reached it. View ▸ Show whole run shows what is to come.</source>
        <translation>尚未：游标还没有到达。“视图 ▸ 显示整次运行”可显示后面的内容。</translation>
    </message>
    <message>
        <source>Why is a number what it is?</source>
        <translation>一个数为什么是这样？</translation>
    </message>
    <message>
        <source>Select a unit anywhere and ask: here come the terms that made it, largest first, and theirs.</source>
        <translation>在任意处选中一个单元并追问：构成它的各项会列在这里，从最大的开始，并可逐层追问。</translation>
    </message>
    <message>
        <source>Why is %1 = %2?</source>
        <translation>%1 为什么等于 %2？</translation>
    </message>
    <message>
        <source>%1, a constant</source>
        <translation>%1，常数</translation>
    </message>
    <message>
        <source>%1 (cut)</source>
        <translation>%1（已截断）</translation>
    </message>
    <message>
        <source>adds %1</source>
        <translation>加上 %1</translation>
    </message>
    <message>
        <source>local derivative %1</source>
        <translation>局部导数 %1</translation>
    </message>
    <message>
        <source>truncation cuts it off: nothing of it arrives</source>
        <translation>被截断切断：没有任何部分到达</translation>
    </message>
</context>
<context>
    <name>widgets.axis_ruler</name>
    <message>
        <source>Timesteps</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>t = %1; click to go there, drag to zoom, double-click to see all</source>
        <translation>t = %1；单击转到那里，拖动缩放，双击显示全部</translation>
    </message>
    <message>
        <source>t = %1; click to set a breakpoint on it, or to take it away</source>
        <translation>t = %1；单击可在此设置或移除断点</translation>
    </message>
</context>
<context>
    <name>widgets.bar_lane</name>
    <message>
        <source>held scale</source>
        <translation>保持刻度</translation>
    </message>
    <message>
        <source>linear scale</source>
        <translation>线性刻度</translation>
    </message>
    <message>
        <source>log scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>%1: no value here</source>
        <translation>%1：此处没有值</translation>
    </message>
    <message>
        <source>%1: not yet</source>
        <translation>%1：尚未</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>刻度</translation>
    </message>
</context>
<context>
    <name>widgets.curve</name>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>t = %1: not yet</source>
        <translation>t = %1：尚未</translation>
    </message>
</context>
<context>
    <name>widgets.cut_settings</name>
    <message>
        <source>nowhere</source>
        <translation>不截断</translation>
    </message>
    <message>
        <source>A chunk begins with the state at the end of the one before; without, with zeros, and chunks are apart</source>
        <translation>每一块从上一块末尾的状态开始；若不勾选，则从零开始，块与块互不相连</translation>
    </message>
</context>
<context>
    <name>widgets.data_form</name>
    <message>
        <source>Data for %1</source>
        <translation>%1 的数据</translation>
    </message>
    <message>
        <source>Numbers for %1</source>
        <translation>%1 的数值</translation>
    </message>
    <message>
        <source>numbers with spaces; a “;” between timesteps</source>
        <translation>数之间用空格，时间步之间用“;”</translation>
    </message>
</context>
<context>
    <name>widgets.decimal_field</name>
    <message>
        <source>“{text}” cannot be used there: a number such as 0.01, not below {low}, would be right.</source>
        <translation>“{text}”不能用在这里：应为例如 0.01 这样的数，且不小于 {low}。</translation>
    </message>
    <message>
        <source>“{text}” cannot be used there: a number such as 0.01, not below {low} and below {limit}, would be right.</source>
        <translation>“{text}”不能用在这里：应为例如 0.01 这样的数，且不小于 {low}、小于 {limit}。</translation>
    </message>
</context>
<context>
    <name>widgets.equation_editor</name>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
</context>
<context>
    <name>widgets.graph_lane</name>
    <message>
        <source>graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>its own prediction is the next input</source>
        <translation>它自己的预测就是下一个输入</translation>
    </message>
    <message>
        <source>%1, shared by every timestep</source>
        <translation>%1，每个时间步共用</translation>
    </message>
    <message>
        <source>%1: not computed yet</source>
        <translation>%1：尚未算出</translation>
    </message>
    <message>
        <source>One rail for each parameter</source>
        <translation>每个参数一条横轨</translation>
    </message>
</context>
<context>
    <name>widgets.graph_rails</name>
    <message>
        <source>%1 of %2 summed</source>
        <translation>已累加 %1 / %2</translation>
    </message>
    <message>
        <source>the sum equals the total</source>
        <translation>累加和等于总梯度</translation>
    </message>
    <message>
        <source>the sum differs from the total</source>
        <translation>累加和与总梯度不同</translation>
    </message>
</context>
<context>
    <name>widgets.heat_lane</name>
    <message>
        <source>, unit %1</source>
        <translation>，单元 %1</translation>
    </message>
</context>
<context>
    <name>widgets.influence_map</name>
    <message>
        <source>Map of the influence of each loss on each timestep</source>
        <translation>每个损失对每个时间步的影响图</translation>
    </message>
</context>
<context>
    <name>widgets.influence_painting</name>
    <message>
        <source>reaches timestep t</source>
        <translation>到达时间步 t</translation>
    </message>
    <message>
        <source>loss of timestep s</source>
        <translation>时间步 s 的损失</translation>
    </message>
</context>
<context>
    <name>widgets.influence_picture</name>
    <message>
        <source>per loss: 1 is the largest of its row</source>
        <translation>按损失：1 为所在行的最大值</translation>
    </message>
    <message>
        <source>linear: one scale for all</source>
        <translation>线性：所有行同一刻度</translation>
    </message>
    <message>
        <source>log: smaller ones share the first colour</source>
        <translation>对数：更小的值共用第一种颜色</translation>
    </message>
    <message>
        <source>log: one scale for all</source>
        <translation>对数：所有行同一刻度</translation>
    </message>
    <message>
        <source>, %1 % of the row’s largest</source>
        <translation>，为该行最大值的 %1 %</translation>
    </message>
</context>
<context>
    <name>widgets.lane</name>
    <message>
        <source>Lane %1</source>
        <translation>轨道 %1</translation>
    </message>
    <message>
        <source>Preparing %1 …</source>
        <translation>正在准备 %1 ……</translation>
    </message>
</context>
<context>
    <name>widgets.lane_head</name>
    <message>
        <source>%n more</source>
        <translation>还有 %n 个</translation>
    </message>
</context>
<context>
    <name>widgets.lane_pointing</name>
    <message>
        <source>%1, t = %2</source>
        <translation>%1，t = %2</translation>
    </message>
</context>
<context>
    <name>widgets.lane_stack</name>
    <message>
        <source>Scroll the lanes</source>
        <translation>滚动轨道</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
</context>
<context>
    <name>widgets.matrix_view</name>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>nothing here</source>
        <translation>这里没有内容</translation>
    </message>
    <message>
        <source>Copy as a table</source>
        <translation>复制为表格</translation>
    </message>
</context>
<context>
    <name>widgets.number_field</name>
    <message>
        <source>“%1” is out of range here: it is %2 now.</source>
        <translation>“%1”超出范围：现在改为 %2。</translation>
    </message>
    <message>
        <source>“{text}” cannot be used there: a whole number such as {example} would be right.</source>
        <translation>“{text}”不能用在这里：应为例如 {example} 这样的整数。</translation>
    </message>
</context>
<context>
    <name>widgets.picture_lane</name>
    <message>
        <source>%1, t = %2, pixel in row %3, column %4: %5</source>
        <translation>%1，t = %2，第 %3 行第 %4 列的像素：%5</translation>
    </message>
</context>
<context>
    <name>widgets.probability_lane</name>
    <message>
        <source>, the target, and the likeliest</source>
        <translation>，既是目标，也最可能</translation>
    </message>
    <message>
        <source>, the target</source>
        <translation>，目标</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>widgets.rolled_graph</name>
    <message>
        <source>Rolled graph</source>
        <translation>循环图</translation>
    </message>
    <message>
        <source>No run to show.</source>
        <translation>没有可显示的运行。</translation>
    </message>
    <message>
        <source>the numbers of t = %1</source>
        <translation>t = %1 的数值</translation>
    </message>
</context>
<context>
    <name>widgets.scales</name>
    <message>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Fixed, without outliers</source>
        <translation>固定，忽略离群值</translation>
    </message>
    <message>
        <source>Per timestep</source>
        <translation>按时间步</translation>
    </message>
    <message>
        <source>per timestep</source>
        <translation>按时间步</translation>
    </message>
    <message>
        <source>fixed, 99 %</source>
        <translation>固定，99 %</translation>
    </message>
    <message>
        <source>fixed scale</source>
        <translation>固定刻度</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
</context>
<context>
    <name>widgets.sum_view</name>
    <message>
        <source>Sum of the contributions</source>
        <translation>各贡献的累加</translation>
    </message>
    <message>
        <source>Nothing to add up: there is no loss, or no parameter.</source>
        <translation>没有可累加的：没有损失，或没有参数。</translation>
    </message>
    <message>
        <source>not finite: cannot be compared</source>
        <translation>非有限值：无法比较</translation>
    </message>
    <message>
        <source>✓ the sum equals the total</source>
        <translation>✓ 累加和等于总梯度</translation>
    </message>
    <message>
        <source>✗ the sum differs from the total</source>
        <translation>✗ 累加和与总梯度不同</translation>
    </message>
    <message>
        <source>what each timestep adds, going backward</source>
        <translation>反向传播时每个时间步加入的量</translation>
    </message>
    <message>
        <source>the sum so far</source>
        <translation>目前的累加和</translation>
    </message>
    <message>
        <source>the total, once all are summed</source>
        <translation>全部累加后的总和</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>contribution</source>
        <translation>贡献</translation>
    </message>
    <message>
        <source>Σ so far</source>
        <translation>Σ 目前</translation>
    </message>
    <message>
        <source>one scale for all</source>
        <translation>统一刻度</translation>
    </message>
    <message>
        <source>%1, sum so far</source>
        <translation>%1，目前的累加和</translation>
    </message>
</context>
<context>
    <name>widgets.timestep_graph</name>
    <message>
        <source>Close the opened timestep (Esc)</source>
        <translation>关闭展开的时间步 (Esc)</translation>
    </message>
    <message>
        <source>{when}: {done} of {count} operations done</source>
        <translation>{when}：{count} 个运算已完成 {done} 个</translation>
    </message>
</context>
<context>
    <name>widgets.timestep_painting</name>
    <message>
        <source>0, cut</source>
        <translation>0，已截断</translation>
    </message>
</context>
<context>
    <name>widgets.token_lane</name>
    <message>
        <source>own: t ≥ %1</source>
        <translation>自产：t ≥ %1</translation>
    </message>
    <message>
        <source>zoom in to read the text</source>
        <translation>放大以阅读文本</translation>
    </message>
    <message>
        <source>%1: the model has not predicted it yet</source>
        <translation>%1：模型还没有预测它</translation>
    </message>
    <message>
        <source>%1: “%2”</source>
        <translation>%1：“%2”</translation>
    </message>
    <message>
        <source>, number %1 of the vocabulary</source>
        <translation>，词表中第 %1 个</translation>
    </message>
    <message>
        <source>%1: the model&apos;s own prediction</source>
        <translation>%1：模型自己的预测</translation>
    </message>
</context>
<context>
    <name>widgets.trace</name>
    <message>
        <source>The value over time</source>
        <translation>该值随时间的变化</translation>
    </message>
</context>
<context>
    <name>widgets.training_curve</name>
    <message>
        <source>nothing yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>update %1</source>
        <translation>更新 %1</translation>
    </message>
    <message>
        <source>%1: not made yet</source>
        <translation>%1：尚未进行</translation>
    </message>
</context>
<context>
    <name>widgets.update_view</name>
    <message>
        <source>One update of one parameter</source>
        <translation>一个参数的单次更新</translation>
    </message>
    <message>
        <source>{name} before ‖{before}‖, change ‖{change}‖, after ‖{after}‖</source>
        <translation>{name}：更新前 ‖{before}‖，变化 ‖{change}‖，更新后 ‖{after}‖</translation>
    </message>
    <message>
        <source>after</source>
        <translation>更新后</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>{place}: gradient {gradient}, clipped {clipped}; {before} + ({change}) = {after}</source>
        <translation>{place}：梯度 {gradient}，裁剪后 {clipped}；{before} + ({change}) = {after}</translation>
    </message>
</context>
<context>
    <name>session.autosave</name>
    <message>
        <source>the folder %1 cannot be written to</source>
        <translation>文件夹 %1 无法写入</translation>
    </message>
</context>
<context>
    <name>session.bookmarks</name>
    <message>
        <source>Remove a bookmark</source>
        <translation>移除书签</translation>
    </message>
    <message>
        <source>Edit a note</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Set a bookmark</source>
        <translation>设置书签</translation>
    </message>
</context>
<context>
    <name>session.breakpoints</name>
    <message>
        <source>Set a breakpoint</source>
        <translation>设置断点</translation>
    </message>
    <message>
        <source>Remove a breakpoint</source>
        <translation>移除断点</translation>
    </message>
    <message>
        <source>Remove breakpoints</source>
        <translation>移除多个断点</translation>
    </message>
    <message>
        <source>Enable or disable a breakpoint</source>
        <translation>启用或停用断点</translation>
    </message>
    <message>
        <source>Change a breakpoint</source>
        <translation>修改断点</translation>
    </message>
</context>
<context>
    <name>session.checkpoint</name>
    <message>
        <source>The model of “{name}” cannot be built: {error}</source>
        <translation>无法建立“{name}”的模型：{error}</translation>
    </message>
    <message>
        <source>“{file}” has tensors whose shapes do not fit together: {error}</source>
        <translation>“{file}”中各张量的形状互不相符：{error}</translation>
    </message>
</context>
<context>
    <name>session.commands</name>
    <message>
        <source>Edit equations</source>
        <translation>编辑方程</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑文本</translation>
    </message>
    <message>
        <source>Change hidden size</source>
        <translation>改变隐藏层大小</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>改变随机种子</translation>
    </message>
    <message>
        <source>Change precision</source>
        <translation>改变精度</translation>
    </message>
    <message>
        <source>Change initialisation</source>
        <translation>改变初始化</translation>
    </message>
    <message>
        <source>Change truncation</source>
        <translation>改变截断</translation>
    </message>
    <message>
        <source>Change the carry-over of states</source>
        <translation>改变状态的延续</translation>
    </message>
    <message>
        <source>Override a value</source>
        <translation>改写一个值</translation>
    </message>
    <message>
        <source>Change sizes</source>
        <translation>改变大小</translation>
    </message>
    <message>
        <source>Set a weight</source>
        <translation>设定一个权重</translation>
    </message>
    <message>
        <source>Open a text</source>
        <translation>打开文本</translation>
    </message>
    <message>
        <source>Change the data</source>
        <translation>改变数据</translation>
    </message>
    <message>
        <source>Change the parameters</source>
        <translation>改变参数</translation>
    </message>
    <message>
        <source>Change what is told of the example</source>
        <translation>修改示例的说明</translation>
    </message>
    <message>
        <source>Change the model</source>
        <translation>改动模型</translation>
    </message>
</context>
<context>
    <name>session.data_choice</name>
    <message>
        <source>`{first}` has {before} timesteps and `{second}` has {length}; they run side by side.</source>
        <translation>`{first}` 有 {before} 个时间步，`{second}` 有 {length} 个；它们要并排运行，须一样长。</translation>
    </message>
    <message>
        <source>The equations cannot run over these data: {error} {hint}</source>
        <translation>方程无法在这些数据上运行：{error}{hint}</translation>
    </message>
    <message>
        <source>random data</source>
        <translation>随机数据</translation>
    </message>
    <message>
        <source>typed numbers</source>
        <translation>输入的数值</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>{model} on {data}</source>
        <translation>{data} 上的 {model}</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>没有数据</translation>
    </message>
</context>
<context>
    <name>session.data_places</name>
    <message>
        <source>`{what}` has the shape {found}; {wanted}.</source>
        <translation>`{what}` 的形状是 {found}；{wanted}。</translation>
    </message>
    <message>
        <source>`{what}` has no timestep; at least one is needed.</source>
        <translation>`{what}` 没有时间步；至少需要一个。</translation>
    </message>
    <message>
        <source>`{what}` is one number; {wanted}.</source>
        <translation>`{what}` 只是一个数；{wanted}。</translation>
    </message>
    <message>
        <source>`{what}` has the shape {found}: {count} sequences, and one at a time is run over. Choose one of them in its row below, as x[0]; {wanted}.</source>
        <translation>`{what}` 的形状是 {found}：共 {count} 个序列，而一次只运行一个。请在它下面的一行中选择其一，写作 x[0]；{wanted}。</translation>
    </message>
    <message>
        <source>one row a timestep would be right: (T,), (T, n) or (T, n, m)</source>
        <translation>应每个时间步一行：(T,)、(T, n) 或 (T, n, m)</translation>
    </message>
    <message>
        <source>{shape} whole numbers, 0 to {last}, would be right</source>
        <translation>应为 {shape} 的整数，从 0 到 {last}</translation>
    </message>
    <message>
        <source>{shape} whole numbers from 0 would be right</source>
        <translation>应为 {shape} 的整数，从 0 起</translation>
    </message>
    <message>
        <source>{shape} would be right</source>
        <translation>应为 {shape}</translation>
    </message>
    <message>
        <source>“{word}” is no number. Type numbers with spaces between them; {wanted}.</source>
        <translation>“{word}”不是数。请输入以空格分隔的数；{wanted}。</translation>
    </message>
    <message>
        <source>There is no number yet; {wanted}.</source>
        <translation>还没有任何数；{wanted}。</translation>
    </message>
    <message>
        <source>The rows have different lengths; {wanted}.</source>
        <translation>各行长度不同；{wanted}。</translation>
    </message>
    <message>
        <source>`{what}` has whole numbers from {least} to {greatest}, to be read as one-hot vectors of {classes}: 0 to {last} would be right.</source>
        <translation>`{what}` 中有 {least} 到 {greatest} 的整数，要读作 {classes} 维的独热向量：应为 0 到 {last}。</translation>
    </message>
</context>
<context>
    <name>session.data_sources</name>
    <message>
        <source>For {stream}: {problem}</source>
        <translation>对于 {stream}：{problem}</translation>
    </message>
    <message>
        <source>“{file}” has {arrays}. None is called like what the model is given ({places}): choose which is what.</source>
        <translation>“{file}”中有 {arrays}。没有一个与模型所需数据（{places}）同名：请选择各自的用途。</translation>
    </message>
    <message>
        <source>The run has {timesteps} timesteps now. What stood for {names} had another number and is made instead: choose again.</source>
        <translation>这次运行现在有 {timesteps} 个时间步。{names} 原来的数据长度不同，已改为自动产生：请重新选择。</translation>
    </message>
    <message>
        <source>Reading {file} …</source>
        <translation>正在读取 {file} …</translation>
    </message>
</context>
<context>
    <name>session.data_words</name>
    <message>
        <source>after the last timestep, {shape}</source>
        <translation>最后一个时间步之后，{shape}</translation>
    </message>
    <message>
        <source>before the first timestep, {shape}</source>
        <translation>第一个时间步之前，{shape}</translation>
    </message>
    <message>
        <source>one class a timestep, (T,) of 0 to {last}</source>
        <translation>每个时间步一个类别，(T,)，取 0 到 {last}</translation>
    </message>
    <message>
        <source>one class a timestep, (T,) whole numbers from 0</source>
        <translation>每个时间步一个类别，(T,)，取 0 起的整数</translation>
    </message>
    <message>
        <source>one row a timestep, (T, …)</source>
        <translation>每个时间步一行，(T, …)</translation>
    </message>
    <message>
        <source>one number a timestep, (T,)</source>
        <translation>每个时间步一个数，(T,)</translation>
    </message>
    <message>
        <source>numbers at each timestep, {shape}</source>
        <translation>每个时间步若干个数，{shape}</translation>
    </message>
    <message>
        <source>from the script</source>
        <translation>来自脚本</translation>
    </message>
    <message>
        <source>from the example</source>
        <translation>来自示例</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>输入的</translation>
    </message>
    <message>
        <source>from the text</source>
        <translation>来自文本</translation>
    </message>
    <message>
        <source>random, from the seed</source>
        <translation>随机，由随机种子产生</translation>
    </message>
    <message>
        <source>none: no loss</source>
        <translation>无：没有损失</translation>
    </message>
    <message>
        <source>the next of {stream}</source>
        <translation>{stream} 的下一个</translation>
    </message>
    <message>
        <source>Parameters: as training left them. Another seed or initialisation draws all of them anew.</source>
        <translation>参数：训练所得。换随机种子或初始化会全部重新抽取。</translation>
    </message>
    <message>
        <source>the script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Parameters: drawn from the seed, no more those of {name}. Undo has them back.</source>
        <translation>参数：由随机种子抽取，不再是 {name} 的参数。撤销即可找回。</translation>
    </message>
    <message>
        <source>Parameters: from {name}. Another seed or initialisation draws all of them anew.</source>
        <translation>参数：来自 {name}。换随机种子或初始化会全部重新抽取。</translation>
    </message>
    <message>
        <source>{model} reads numbers, and does not say which number each character is. Load them as an array (T,), or choose “Use a text” in the Data panel: the parameters are then drawn from the seed.</source>
        <translation>{model} 读入数值，但没有说明每个字符对应哪个数。请把它们作为数组 (T,) 载入，或在“数据”面板中选“使用文本”：参数随后由随机种子抽取。</translation>
    </message>
    <message>
        <source>The script&apos;s model</source>
        <translation>脚本的模型</translation>
    </message>
</context>
<context>
    <name>session.diagnosis</name>
    <message>
        <source>Change a threshold</source>
        <translation>改变阈值</translation>
    </message>
    <message>
        <source>Reset the thresholds</source>
        <translation>重置阈值</translation>
    </message>
</context>
<context>
    <name>session.example_data</name>
    <message>
        <source>There is no example that says what is typed.</source>
        <translation>没有说明输入内容的示例。</translation>
    </message>
</context>
<context>
    <name>session.example_training</name>
    <message>
        <source>This file is no example: it has no table [example].</source>
        <translation>该文件不是示例：其中没有 [example] 表。</translation>
    </message>
</context>
<context>
    <name>session.generation</name>
    <message>
        <source>The model does not know “{part}”; it knows {known}.</source>
        <translation>模型不认识“{part}”；它认识 {known}。</translation>
    </message>
    <message>
        <source>“{part}” is no class; there are 0 … {last}.</source>
        <translation>“{part}”不是类别；类别为 0 … {last}。</translation>
    </message>
    <message>
        <source>This model cannot read what it predicts: generation needs an input stream of classes (or one-hot vectors) and an equation for logits over the same classes.</source>
        <translation>这个模型无法读入自己的预测：生成需要一个类别（或独热向量）输入流，以及一个对同样类别给出 logits 的方程。</translation>
    </message>
    <message>
        <source>The beginning is empty. Type at least one symbol that the model reads first.</source>
        <translation>开头是空的。请至少输入一个模型首先读入的符号。</translation>
    </message>
    <message>
        <source>There are {count} timesteps to begin with: generation can go on from t = {least} … {last}, not from t = {first}.</source>
        <translation>可供开头的时间步有 {count} 个：生成可以从 t = {least} … {last} 开始，而不能从 t = {first} 开始。</translation>
    </message>
</context>
<context>
    <name>session.given</name>
    <message>
        <source>no stream</source>
        <translation>没有数据流</translation>
    </message>
    <message>
        <source>The equations read the stream `{name}`, and the data has {has}. Choose data for it in the Data panel.</source>
        <translation>方程读取数据流 `{name}`，而数据中有 {has}。请在“数据”面板中为它选择数据。</translation>
    </message>
</context>
<context>
    <name>session.kept_runs</name>
    <message>
        <source>Keep a run</source>
        <translation>保留一次运行</translation>
    </message>
    <message>
        <source>Let a run go</source>
        <translation>不再保留一次运行</translation>
    </message>
</context>
<context>
    <name>session.override_text</name>
    <message>
        <source>{element} at t = {t}</source>
        <translation>{element}，t = {t}</translation>
    </message>
    <message>
        <source>{place}, unit {unit}</source>
        <translation>{place}，单元 {unit}</translation>
    </message>
    <message>
        <source>{count} numbers are needed, with spaces between them, and there are {found}.</source>
        <translation>需要 {count} 个以空格分隔的数，而现有 {found} 个。</translation>
    </message>
    <message>
        <source>“{text}” is no number. Write one like -0.25 or 1e-3.</source>
        <translation>“{text}”不是数。请写成 -0.25 或 1e-3 的形式。</translation>
    </message>
    <message>
        <source>“{text}” is not in this text&apos;s vocabulary: {symbols}</source>
        <translation>“{text}”不在这段文本的词表中：{symbols}</translation>
    </message>
</context>
<context>
    <name>session.problems</name>
    <message>
        <source>The run did not fit into this computer&apos;s memory.</source>
        <translation>这台计算机的内存容不下这次运行。</translation>
    </message>
    <message>
        <source>Shorten the text, or make the hidden size smaller.</source>
        <translation>请缩短文本，或减小隐藏层。</translation>
    </message>
    <message>
        <source>The run stopped on an error that was not foreseen: {error}.</source>
        <translation>运行因未预料到的错误而停止：{error}。</translation>
    </message>
    <message>
        <source>Nothing is lost. Undo the change, or report this.</source>
        <translation>没有丢失任何内容。请撤销改动，或报告此问题。</translation>
    </message>
    <message>
        <source>this computer&apos;s memory is full</source>
        <translation>这台计算机的内存已满</translation>
    </message>
    <message>
        <source>an error that was not foreseen, {error}; please report it</source>
        <translation>出现了未曾预料的错误 {error}；请报告此问题</translation>
    </message>
    <message>
        <source>“{name}” could not be opened: {why}.</source>
        <translation>无法打开“{name}”：{why}。</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>运行已取消。</translation>
    </message>
    <message>
        <source>Undo the change, or edit anything: it then runs again.</source>
        <translation>请撤销改动，或任意编辑：随即重新运行。</translation>
    </message>
    <message>
        <source>This run of {timesteps} timesteps would take about {needed} of memory; the limit is {limit}.</source>
        <translation>这次运行有 {timesteps} 个时间步，约需 {needed} 内存；上限是 {limit}。</translation>
    </message>
    <message>
        <source>Shorten the text, make the hidden size smaller, or raise the memory limit in the preferences.</source>
        <translation>请缩短文本、减小隐藏层，或在首选项中提高内存上限。</translation>
    </message>
    <message>
        <source>The text has {count} different characters, and every timestep has a number for each of them in what it reads, what it predicts and the gradients of that.</source>
        <translation>文本有 {count} 个不同的字符，每个时间步在读取的内容、预测的内容及其梯度中，都要为每个字符存一个数。</translation>
    </message>
    <message>
        <source>The weight {element} is {number}, which is not a finite number.</source>
        <translation>权重 {element} 为 {number}，不是有限数。</translation>
    </message>
    <message>
        <source>It first shows in {name}[{timestep}].</source>
        <translation>它首先出现在 {name}[{timestep}]。</translation>
    </message>
    <message>
        <source>Set another value, or undo.</source>
        <translation>请另设一个值，或撤销。</translation>
    </message>
    <message>
        <source>Not every number of this run is finite: the first that is not is in {name}[{timestep}].</source>
        <translation>这次运行中有非有限的数：第一个出现在 {name}[{timestep}]。</translation>
    </message>
    <message>
        <source>Look at what it is computed from, at the timesteps before.</source>
        <translation>请在此前的时间步中查看它由什么算出。</translation>
    </message>
</context>
<context>
    <name>session.project</name>
    <message>
        <source>“{file}” cannot be used: {where}: {error}</source>
        <translation>“{file}”无法使用：{where}：{error}</translation>
    </message>
    <message>
        <source>“{file}” is incomplete: its model is trained, and no trained parameters are there.</source>
        <translation>“{file}”不完整：它的模型是训练过的，而其中没有训练后的参数。</translation>
    </message>
    <message>
        <source>“{file}” is incomplete: “{beside}” lacks these trained parameters: {names}.</source>
        <translation>“{file}”不完整：“{beside}”缺少这些训练后的参数：{names}。</translation>
    </message>
    <message>
        <source>“{file}” cannot be used: its data do not fit its model. {error}</source>
        <translation>“{file}”无法使用：它的数据与模型不符。{error}</translation>
    </message>
    <message>
        <source>a list of {count} texts, one for each table `[[typed]]`</source>
        <translation>{count} 个文字的列表，每个 `[[typed]]` 表一个</translation>
    </message>
</context>
<context>
    <name>session.training</name>
    <message>
        <source>Rewind to {count} updates</source>
        <translation>倒回到 {count} 次更新</translation>
    </message>
</context>
<context>
    <name>session.training_data</name>
    <message>
        <source>This model has no loss: there is nothing to make smaller. Write one, such as {example}.</source>
        <translation>这个模型没有损失：没有可减小的量。请写一个，例如 {example}。</translation>
    </message>
    <message>
        <source>This model has no parameters: there is nothing to train.</source>
        <translation>这个模型没有参数：没有可训练的量。</translation>
    </message>
    <message>
        <source>An update over {batch} × {timesteps} timesteps would take about {needed} MB of memory; the limit is {limit} MB. Make the batch smaller, read the text in chunks, or raise the limit in the preferences.</source>
        <translation>一次更新 {batch} × {timesteps} 个时间步约需 {needed} MB 内存；上限是 {limit} MB。请减小批大小、分块读取文本，或在首选项中提高上限。</translation>
    </message>
    <message>
        <source>There is no example here whose sequences could be trained on.</source>
        <translation>这里没有示例，因而没有可用来训练的序列。</translation>
    </message>
    <message>
        <source>These data begin with given states, which training does not know. Make them `learned`.</source>
        <translation>这些数据以给定的状态开头，而训练不知道这些状态。请把它们声明为 `learned`。</translation>
    </message>
</context>
<context>
    <name>session.training_leg</name>
    <message>
        <source>The loss of update {number} is not a finite number: training has stopped. Rewind, and try a smaller learning rate, or clip the gradient.</source>
        <translation>更新 {number} 的损失不是有限数：训练已停止。请倒回，并试用更小的学习率，或裁剪梯度。</translation>
    </message>
</context>
<context>
    <name>session.translated</name>
    <message>
        <source>en</source>
        <comment>the code of this language</comment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>session.truncation_text</name>
    <message>
        <source>These cuts lose nothing: every gradient is the whole one.</source>
        <translation>这些截断没有损失：每个梯度都是完整的。</translation>
    </message>
    <message>
        <source>Against the whole sequence, the gradient is off by {share} of its length ({difference} of {whole}); most for {worst}, by {most}.</source>
        <translation>与整个序列相比，梯度偏离其长度的 {share}（{whole} 中的 {difference}）；偏离最大的是 {worst}，为 {most}。</translation>
    </message>
    <message>
        <source>The chunks are apart, forward too. Against the whole sequence, the gradient is off by {share} of its length ({difference} of {whole}); most for {worst}, by {most}.</source>
        <translation>各块在前向时也互不相连。与整个序列相比，梯度偏离其长度的 {share}（{whole} 中的 {difference}）；偏离最大的是 {worst}，为 {most}。</translation>
    </message>
    <message>
        <source>What reaches the states at t = {t} is off by {there}; by {mean} in the mean over timesteps.</source>
        <translation>到达 t = {t} 处各状态的梯度偏离 {there}；对时间步平均为 {mean}。</translation>
    </message>
    <message>
        <source>d{name}: off by {share} ({difference} of {whole}), cosine {cosine}</source>
        <translation>d{name}：偏离 {share}（{whole} 中的 {difference}），余弦 {cosine}</translation>
    </message>
    <message>
        <source>more than there is</source>
        <translation>超过全部</translation>
    </message>
</context>
<context>
    <name>session.walk</name>
    <message>
        <source>This stop is for t = {at}, and the run has {last} timesteps.</source>
        <translation>这一站针对 t = {at}，而这次运行有 {last} 个时间步。</translation>
    </message>
    <message>
        <source>This stop is for operation {inside} of a timestep, which has {count}.</source>
        <translation>这一站针对一个时间步中的第 {inside} 个运算，而该时间步有 {count} 个。</translation>
    </message>
    <message>
        <source>This stop selects `{name}`, and nothing of this model is called that.</source>
        <translation>这一站选择 `{name}`，而这个模型中没有叫这个名字的东西。</translation>
    </message>
</context>
<context>
    <name>session.watches</name>
    <message>
        <source>Add a watch</source>
        <translation>添加监视</translation>
    </message>
    <message>
        <source>Remove a watch</source>
        <translation>移除监视</translation>
    </message>
    <message>
        <source>Change a watch</source>
        <translation>修改监视</translation>
    </message>
</context>
<context>
    <name>debugger.backward_words</name>
    <message>
        <source>computed {names}</source>
        <translation>算出 {names}</translation>
    </message>
    <message>
        <source>{name} joined the sum: {count} of {all} summed</source>
        <translation>{name} 加入总和：已累加 {count} / {all}</translation>
    </message>
    <message>
        <source>{name} came from {sources} alone: the pass is cut here</source>
        <translation>{name} 只来自 {sources}：反向传播在此被截断</translation>
    </message>
    <message>
        <source>{name} is zero: the pass is cut here</source>
        <translation>{name} 为零：反向传播在此被截断</translation>
    </message>
    <message>
        <source>{name} is zero: nothing reads it</source>
        <translation>{name} 为零：没有任何量读取它</translation>
    </message>
    <message>
        <source>{name} came from {sources}</source>
        <translation>{name} 来自 {sources}</translation>
    </message>
    <message>
        <source>compute {names}</source>
        <translation>计算 {names}</translation>
    </message>
    <message>
        <source>add {name} to the sum</source>
        <translation>把 {name} 加入总和</translation>
    </message>
</context>
<context>
    <name>debugger.breakpoint</name>
    <message>
        <source>{kind!r} is no kind of breakpoint; there are {names}.</source>
        <translation>没有 {kind!r} 这种断点；可用的有 {names}。</translation>
    </message>
    <message>
        <source>{counting!r} is no way to count; there are {names}.</source>
        <translation>没有 {counting!r} 这种计数方式；可用的有 {names}。</translation>
    </message>
    <message>
        <source>A hit count is a whole number from 1 on, not {count}.</source>
        <translation>命中次数应是从 1 起的整数，而不是 {count}。</translation>
    </message>
    <message>
        <source>A timestep is a whole number from 1 on, not {timestep}.</source>
        <translation>时间步应是从 1 起的整数，而不是 {timestep}。</translation>
    </message>
    <message>
        <source>A breakpoint of the kind {kind!r} has no condition besides.</source>
        <translation>{kind!r} 类断点不能另带条件。</translation>
    </message>
    <message>
        <source>A breakpoint&apos;s text has at most {most} characters, not {count}.</source>
        <translation>断点的文字最多 {most} 个字符，而不是 {count} 个。</translation>
    </message>
    <message>
        <source>breakpoint</source>
        <translation>断点</translation>
    </message>
    <message>
        <source>A {what} is a table of names and values, not `{kind}`.</source>
        <translation>{what} 应是名字与值的表，而不是 `{kind}`。</translation>
    </message>
    <message>
        <source>A {what} has no {name!r}; it has {names}.</source>
        <translation>{what} 没有 {name!r}；它有 {names}。</translation>
    </message>
    <message>
        <source>The {name} of a {what} is of the type `{wanted}`, not {value!r:.60}.</source>
        <translation>{what} 的 {name} 应是 `{wanted}` 类型，而不是 {value!r:.60}。</translation>
    </message>
    <message>
        <source>The {name} of a {what} lies within ± 2**53.</source>
        <translation>{what} 的 {name} 应在 ± 2**53 之内。</translation>
    </message>
    <message>
        <source>A {what} needs its {needed}.</source>
        <translation>{what} 必须有 {needed}。</translation>
    </message>
</context>
<context>
    <name>debugger.breakpoint_kinds</name>
    <message>
        <source>t = {t}</source>
        <translation>t = {t}</translation>
    </message>
    <message>
        <source>where forward begins</source>
        <translation>前向传播的开头</translation>
    </message>
    <message>
        <source>where backward begins</source>
        <translation>反向传播的开头</translation>
    </message>
    <message>
        <source>where forward pass {number} begins</source>
        <translation>第 {number} 遍前向传播的开头</translation>
    </message>
    <message>
        <source>where backward pass {number} begins</source>
        <translation>第 {number} 遍反向传播的开头</translation>
    </message>
    <message>
        <source>`{text}` is no phase.</source>
        <translation>`{text}` 不是阶段。</translation>
    </message>
    <message>
        <source>Write `forward`, `backward`, or one pass: `backward 2`.</source>
        <translation>请写 `forward`、`backward`，或某一遍：`backward 2`。</translation>
    </message>
    <message>
        <source>This model has no loss, and so no backward pass.</source>
        <translation>这个模型没有损失，因而没有反向传播。</translation>
    </message>
    <message>
        <source>the equation of {name}</source>
        <translation>{name} 的方程</translation>
    </message>
    <message>
        <source>the operation {name}</source>
        <translation>运算 {name}</translation>
    </message>
    <message>
        <source>`{name}` is computed once, before the first timestep.</source>
        <translation>`{name}` 只在第一个时间步之前计算一次。</translation>
    </message>
    <message>
        <source>Name what has [t].</source>
        <translation>请写带 [t] 的名字。</translation>
    </message>
    <message>
        <source>`{name}` is given: no equation computes it.</source>
        <translation>`{name}` 是给定的：没有方程计算它。</translation>
    </message>
    <message>
        <source>`{text}` is no symptom.</source>
        <translation>`{text}` 不是症状。</translation>
    </message>
    <message>
        <source>There are {names}.</source>
        <translation>可用的有 {names}。</translation>
    </message>
    <message>
        <source>A threshold is a number, not {threshold}.</source>
        <translation>阈值应是数，而不是 {threshold}。</translation>
    </message>
</context>
<context>
    <name>debugger.clauses</name>
    <message>
        <source>forward t = {t}</source>
        <translation>前向 t = {t}</translation>
    </message>
    <message>
        <source>backward t = {t}</source>
        <translation>反向 t = {t}</translation>
    </message>
    <message>
        <source>forward, pass {number} of {count} {arrow}, t = {t}</source>
        <translation>前向，第 {number}/{count} 遍 {arrow}，t = {t}</translation>
    </message>
    <message>
        <source>backward, pass {number} of {count} {arrow}, t = {t}</source>
        <translation>反向，第 {number}/{count} 遍 {arrow}，t = {t}</translation>
    </message>
    <message>
        <source>{count} values, then {names}</source>
        <translation>{count} 个值，然后 {names}</translation>
    </message>
    <message>
        <source>{first}; {rest}</source>
        <translation>{first}；{rest}</translation>
    </message>
    <message>
        <source>{first}. {rest}</source>
        <translation>{first}。{rest}</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.cut_paths</name>
    <message>
        <source>Truncation after every {truncate} timesteps cuts what the losses need: {share} % of the gradient at {name} is lost, the most at timestep {t}</source>
        <translation>每 {truncate} 个时间步一次的截断切断了损失所需的路径：{name} 处的梯度损失了 {share} %，在时间步 {t} 最多</translation>
    </message>
    <message>
        <source>{stop} in the equation of {equation} cuts what the losses need: {share} % of the gradient at {name} is lost, the most at timestep {t}</source>
        <translation>{equation} 的方程中的 {stop} 切断了损失所需的路径：{name} 处的梯度损失了 {share} %，在时间步 {t} 最多</translation>
    </message>
    <message>
        <source>share of the gradient&apos;s square that is lost, average over time</source>
        <translation>损失掉的梯度平方的比例，对时间平均</translation>
    </message>
    <message>
        <source>share of the gradient&apos;s square that is lost</source>
        <translation>损失掉的梯度平方的比例</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.dead_units</name>
    <message>
        <source>{count} of {all} units of {name} are dead: they never change during the run</source>
        <translation>{name} 的 {all} 个单元中有 {count} 个是死单元：在运行中从不变化</translation>
    </message>
    <message>
        <source>{count} of {all} units of {name} are dead: they change less than {least} of what the liveliest does</source>
        <translation>{name} 的 {all} 个单元中有 {count} 个是死单元：它们的变化不到最活跃单元的 {least}</translation>
    </message>
    <message>
        <source>{count} of {all} units of {name} are dead: no loss depends on them at any timestep</source>
        <translation>{name} 的 {all} 个单元中有 {count} 个是死单元：在任何时间步都没有损失依赖于它们</translation>
    </message>
    <message>
        <source>how much the dead units change, as a share of the liveliest one&apos;s change</source>
        <translation>死单元的变化占最活跃单元变化的比例</translation>
    </message>
    <message>
        <source>largest gradient of the dead units at any timestep</source>
        <translation>死单元在各时间步的最大梯度</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.exploding</name>
    <message>
        <source>The gradient explodes in {states}: what a loss sends back is multiplied by {rate} at each timestep; that of timestep {source} is {growth} times as large {reach} timesteps away</source>
        <translation>{states} 中梯度爆炸：损失传回的梯度在每个时间步乘以 {rate}；时间步 {source} 的损失传出 {reach} 个时间步后增大到 {growth} 倍</translation>
    </message>
    <message>
        <source>A gradient would explode in {states} (no loss sends any): products of the Jacobians multiply it by {rate} at each timestep; from timestep {source} it is {growth} times as large {reach} timesteps away</source>
        <translation>{states} 中梯度会爆炸（但没有损失传回梯度）：各雅可比矩阵之积在每个时间步使它乘以 {rate}；从时间步 {source} 起，{reach} 个时间步后增大到 {growth} 倍</translation>
    </message>
    <message>
        <source>growth on the way, measured on what the losses send back</source>
        <translation>一路上的增长，按损失传回的梯度测量</translation>
    </message>
    <message>
        <source>growth on the way, of a random gradient</source>
        <translation>一路上的增长，按随机梯度测量</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.flow</name>
    <message>
        <source>length of the gradient on its way</source>
        <translation>梯度一路上的长度</translation>
    </message>
    <message>
        <source>factor a timestep, by products of the Jacobians</source>
        <translation>每个时间步的因子，由雅可比矩阵之积得出</translation>
    </message>
    <message>
        <source>largest singular value of the Jacobian, median over time</source>
        <translation>雅可比矩阵的最大奇异值，时间上的中位数</translation>
    </message>
    <message>
        <source>spectral radius of the recurrence, median over time</source>
        <translation>循环的谱半径，时间上的中位数</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.idle_inputs</name>
    <message>
        <source>The input {name} never matters: no loss depends on it</source>
        <translation>输入 {name} 不起作用：没有损失依赖于它</translation>
    </message>
    <message>
        <source>The input {name} never matters: it changes, and no loss notices</source>
        <translation>输入 {name} 不起作用：它变化，但没有损失受影响</translation>
    </message>
    <message>
        <source>{count} of {all} elements of the input {name} never matter: no loss notices how they change</source>
        <translation>输入 {name} 的 {all} 个元素中有 {count} 个不起作用：它们如何变化都不影响任何损失</translation>
    </message>
    <message>
        <source>their effect, as a share of the strongest input&apos;s</source>
        <translation>它们的作用占最强输入的比例</translation>
    </message>
    <message>
        <source>how many losses depend on it</source>
        <translation>有多少个损失依赖于它</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.idle_targets</name>
    <message>
        <source>{loss} never has a target: {name} holds none at any timestep</source>
        <translation>{loss} 没有目标：{name} 在任何时间步都没有给出目标</translation>
    </message>
    <message>
        <source>timesteps with a target</source>
        <translation>有目标的时间步</translation>
    </message>
    <message>
        <source>{count} of {all} elements of {name} never contribute to {loss}: they hold no target at any timestep</source>
        <translation>{name} 的 {all} 个元素中有 {count} 个对 {loss} 没有贡献：它们在任何时间步都没有目标</translation>
    </message>
    <message>
        <source>share of the elements that ever hold a target</source>
        <translation>曾有目标的元素所占比例</translation>
    </message>
    <message>
        <source>The targets in {name} never contribute: {loss} compares with {given} of them, and {heard} send a gradient</source>
        <translation>{name} 中的目标没有贡献：{loss} 与其中 {given} 个比较，{heard} 个传回梯度</translation>
    </message>
    <message>
        <source>share of the targets that send a gradient</source>
        <translation>传回梯度的目标所占比例</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.not_finite</name>
    <message>
        <source>{name} is given as {value}: everything that reads it is spoilt</source>
        <translation>给定的 {name} 为 {value}：读取它的一切都被破坏</translation>
    </message>
    <message>
        <source>{name} is the first value of the run that is not finite: {value}, made by {operation}</source>
        <translation>{name} 是运行中第一个非有限的值：{value}，由 {operation} 产生</translation>
    </message>
    <message>
        <source>The sum {name} is not finite ({value}), though every value and gradient of the run is</source>
        <translation>累加和 {name} 非有限（{value}），尽管运行中的每个值和梯度都有限</translation>
    </message>
    <message>
        <source>the value</source>
        <translation>该值</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.saturation</name>
    <message>
        <source>share of all its numbers that are saturated</source>
        <translation>全部数值中饱和的比例</translation>
    </message>
    <message>
        <source>share of the units that are saturated nearly always</source>
        <translation>几乎总是饱和的单元比例</translation>
    </message>
    <message>
        <source>share of the units that are at the end of their range</source>
        <translation>处在取值范围端点的单元比例</translation>
    </message>
    <message>
        <source>{share} % of the numbers of {name} are saturated: near −1 or 1</source>
        <translation>{name} 的数值中有 {share} % 饱和：接近 −1 或 1</translation>
    </message>
    <message>
        <source>{share} % of the numbers of the gate {name} are pinned: near 0 or 1</source>
        <translation>门 {name} 的数值中有 {share} % 卡死：接近 0 或 1</translation>
    </message>
    <message>
        <source>{count} of {all} units of {name} are saturated: near −1 or 1 in at least {share} % of the timesteps</source>
        <translation>{name} 的 {all} 个单元中有 {count} 个饱和：在至少 {share} % 的时间步上接近 −1 或 1</translation>
    </message>
    <message>
        <source>{count} of {all} units of the gate {name} are pinned: near 0 or 1 in at least {share} % of the timesteps</source>
        <translation>门 {name} 的 {all} 个单元中有 {count} 个卡死：在至少 {share} % 的时间步上接近 0 或 1</translation>
    </message>
</context>
<context>
    <name>debugger.diagnostics.vanishing</name>
    <message>
        <source>The gradient vanishes in {states}: what a loss sends back is multiplied by {rate} at each timestep; of the loss of timestep {source}, less than {rest} is left {reach} timesteps away</source>
        <translation>{states} 中梯度消失：损失传回的梯度在每个时间步乘以 {rate}；时间步 {source} 的损失传出 {reach} 个时间步后，剩下不到 {rest}</translation>
    </message>
    <message>
        <source>A gradient would vanish in {states} (no loss sends any): products of the Jacobians multiply it by {rate} at each timestep; from timestep {source} on, less than {rest} is left {reach} timesteps away</source>
        <translation>{states} 中梯度会消失（但没有损失传回梯度）：各雅可比矩阵之积在每个时间步使它乘以 {rate}；从时间步 {source} 起，{reach} 个时间步后剩下不到 {rest}</translation>
    </message>
    <message>
        <source>factor a timestep, measured on what the losses send back</source>
        <translation>每个时间步的因子，按损失传回的梯度测量</translation>
    </message>
    <message>
        <source>factor a timestep, of a random gradient</source>
        <translation>每个时间步的因子，按随机梯度测量</translation>
    </message>
</context>
<context>
    <name>debugger.expression</name>
    <message>
        <source>A condition is one number at a timestep, and this is {shape}.</source>
        <translation>条件在每个时间步应是一个数，而这里是 {shape}。</translation>
    </message>
    <message>
        <source>Write `any({text})` or `all({text})`.</source>
        <translation>请写 `any({text})` 或 `all({text})`。</translation>
    </message>
    <message>
        <source>The condition reads nothing that happens in the run: it holds always or never.</source>
        <translation>条件没有读取运行中的任何量：它要么总成立，要么从不成立。</translation>
    </message>
    <message>
        <source>Read a value at a timestep, such as `h[t]` or `dh[t]`.</source>
        <translation>请读取某个时间步的值，例如 `h[t]` 或 `dh[t]`。</translation>
    </message>
    <message>
        <source>`{source}` is no timestep.</source>
        <translation>`{source}` 不是时间步。</translation>
    </message>
    <message>
        <source>Elements stand behind a timestep: `{name}[t][{inner}]`.</source>
        <translation>元素写在时间步之后：`{name}[t][{inner}]`。</translation>
    </message>
    <message>
        <source>A timestep</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>There is no expression.</source>
        <translation>没有表达式。</translation>
    </message>
    <message>
        <source>Write one, such as `norm(h[t])`.</source>
        <translation>请写一个，例如 `norm(h[t])`。</translation>
    </message>
    <message>
        <source>An expression is one line of at most {most} characters.</source>
        <translation>表达式应是一行，最多 {most} 个字符。</translation>
    </message>
    <message>
        <source>The expression is nested too deep.</source>
        <translation>表达式嵌套太深。</translation>
    </message>
    <message>
        <source>This is not an expression: {why}.</source>
        <translation>这不是表达式：{why}。</translation>
    </message>
    <message>
        <source>Two values are compared by `==`.</source>
        <translation>两个值用 `==` 比较。</translation>
    </message>
    <message>
        <source>An expression is such as `norm(dh[t]) &lt; 1e-6`.</source>
        <translation>表达式例如 `norm(dh[t]) &lt; 1e-6`。</translation>
    </message>
    <message>
        <source>`split` gives several results.</source>
        <translation>`split` 给出多个结果。</translation>
    </message>
    <message>
        <source>Take one of them by a slice: `h[t][0:3]`.</source>
        <translation>请用切片取其中之一：`h[t][0:3]`。</translation>
    </message>
    <message>
        <source>`total` sums over all timesteps, and this is the same at each.</source>
        <translation>`total` 对所有时间步求和，而这里每个时间步都相同。</translation>
    </message>
    <message>
        <source>Read a value at t, such as `total(L[t])`.</source>
        <translation>请读取 t 处的值，例如 `total(L[t])`。</translation>
    </message>
    <message>
        <source>`{name}` is {shape}</source>
        <translation>`{name}` 是 {shape}</translation>
    </message>
    <message>
        <source>{clash}.</source>
        <translation>{clash}。</translation>
    </message>
    <message>
        <source>{sizes}: {clash}.</source>
        <translation>{sizes}：{clash}。</translation>
    </message>
    <message>
        <source>This is {shape}: too large to compute.</source>
        <translation>这是 {shape}：太大，无法计算。</translation>
    </message>
    <message>
        <source>`{kind}` takes a class index, and `{name}` holds numbers.</source>
        <translation>`{kind}` 需要类别索引，而 `{name}` 中是数值。</translation>
    </message>
    <message>
        <source>Use `argmax`, or a stream of indices.</source>
        <translation>请用 `argmax`，或类别索引的数据流。</translation>
    </message>
</context>
<context>
    <name>debugger.expression_names</name>
    <message>
        <source>`{name}` is the same at every timestep.</source>
        <translation>`{name}` 在每个时间步都相同。</translation>
    </message>
    <message>
        <source>Write `{name}`, without a timestep.</source>
        <translation>请写 `{name}`，不带时间步。</translation>
    </message>
    <message>
        <source>`{name}` is read without a timestep.</source>
        <translation>读取 `{name}` 时没有写时间步。</translation>
    </message>
    <message>
        <source>Write `{name}[t]`, or `{name}[3]` for timestep 3.</source>
        <translation>请写 `{name}[t]`，或 `{name}[3]` 表示时间步 3。</translation>
    </message>
    <message>
        <source>`{name}` holds class indices and has no gradient.</source>
        <translation>`{name}` 中是类别索引，没有梯度。</translation>
    </message>
    <message>
        <source>`{name}` is a gradient, and this model has no loss.</source>
        <translation>`{name}` 是梯度，而这个模型没有损失。</translation>
    </message>
    <message>
        <source>Give the equations a loss first.</source>
        <translation>请先为方程加上损失。</translation>
    </message>
    <message>
        <source>This run has no `{name}`.</source>
        <translation>这次运行没有 `{name}`。</translation>
    </message>
    <message>
        <source>Did you mean `{close}`?</source>
        <translation>您是指 `{close}` 吗？</translation>
    </message>
    <message>
        <source>There are {shown}.</source>
        <translation>现有 {shown}。</translation>
    </message>
</context>
<context>
    <name>debugger.expression_values</name>
    <message>
        <source>`{key}`: there is no timestep {at}.</source>
        <translation>`{key}`：没有时间步 {at}。</translation>
    </message>
    <message>
        <source>This run has 1 … {timesteps}, and 0 for an initial state.</source>
        <translation>这次运行有 1 … {timesteps}，0 表示初始状态。</translation>
    </message>
    <message>
        <source>A class index is beyond the table that it is looked up in.</source>
        <translation>类别索引超出了所查的表。</translation>
    </message>
    <message>
        <source>Take a table with a row for every class.</source>
        <translation>请用每个类别都有一行的表。</translation>
    </message>
</context>
<context>
    <name>debugger.forward_words</name>
    <message>
        <source>what was set by hand stands in {names}</source>
        <translation>{names} 用的是手动设定的值</translation>
    </message>
    <message>
        <source>the model&apos;s own prediction {symbol} becomes the next input</source>
        <translation>模型自己的预测 {symbol} 成为下一个输入</translation>
    </message>
    <message>
        <source>read {names}</source>
        <translation>读入 {names}</translation>
    </message>
    <message>
        <source>{loss} = {value} (there is no target)</source>
        <translation>{loss} = {value}（没有目标）</translation>
    </message>
    <message>
        <source>{loss} = {value} (target {target} got {percent} %)</source>
        <translation>{loss} = {value}（目标 {target} 得到 {percent} %）</translation>
    </message>
</context>
<context>
    <name>debugger.narration</name>
    <message>
        <source>nothing yet: the run stands before t = {t}</source>
        <translation>尚无：运行停在 t = {t} 之前</translation>
    </message>
    <message>
        <source>the loss split into every {losses}</source>
        <translation>损失已分解到每个 {losses}</translation>
    </message>
    <message>
        <source>{when}: {what}</source>
        <translation>{when}：{what}</translation>
    </message>
    <message>
        <source>nothing until there is a model that runs</source>
        <translation>无：等到有可运行的模型</translation>
    </message>
    <message>
        <source>nothing: this is the end of the run</source>
        <translation>无：这里是运行的终点</translation>
    </message>
    <message>
        <source>the loss splits into every {losses}</source>
        <translation>损失分解到每个 {losses}</translation>
    </message>
    <message>
        <source>The forward pass is complete; there is no loss to go back from</source>
        <translation>前向传播完成；没有可供反向传播的损失</translation>
    </message>
    <message>
        <source>The forward pass is complete: the loss is {loss} in all</source>
        <translation>前向传播完成：总损失为 {loss}</translation>
    </message>
    <message>
        <source>This pass is complete</source>
        <translation>这一遍完成</translation>
    </message>
    <message>
        <source>The backward pass is complete</source>
        <translation>反向传播完成</translation>
    </message>
    <message>
        <source>All {count} contributions are summed; {name} is not finite, and cannot be compared</source>
        <translation>全部 {count} 项贡献已累加；{name} 非有限，无法比较</translation>
    </message>
    <message>
        <source>All {count} contributions are summed, to {name}</source>
        <translation>全部 {count} 项贡献已累加为 {name}</translation>
    </message>
    <message>
        <source>The only contribution is summed: it is {name}</source>
        <translation>唯一的贡献已累加：它就是 {name}</translation>
    </message>
    <message>
        <source>All {count} contributions are summed: they equal {name}</source>
        <translation>全部 {count} 项贡献已累加：等于 {name}</translation>
    </message>
    <message>
        <source>All {count} contributions are summed, but they do not equal {name}</source>
        <translation>全部 {count} 项贡献已累加，但不等于 {name}</translation>
    </message>
</context>
<context>
    <name>debugger.operation_words</name>
    <message>
        <source>{left} = 0 (nothing is carried across the cut)</source>
        <translation>{left} = 0（没有内容跨过截断处传递）</translation>
    </message>
    <message>
        <source>{left} = {right} (0 where it was set by hand)</source>
        <translation>{left} = {right}（手动设定之处为 0）</translation>
    </message>
    <message>
        <source>{left} = what was set by hand</source>
        <translation>{left} = 手动设定的值</translation>
    </message>
    <message>
        <source>{left} = {right} (in part set by hand)</source>
        <translation>{left} = {right}（部分为手动设定）</translation>
    </message>
    <message>
        <source>{what}, {role}</source>
        <translation>{what}，{role}</translation>
    </message>
    <message>
        <source>{when}: {what}, by the rule of {forward}</source>
        <translation>{when}：{what}，依据 {forward} 的求导规则</translation>
    </message>
</context>
<context>
    <name>debugger.reasons</name>
    <message>
        <source>{name} is a sum of {count} terms</source>
        <translation>{name} 是 {count} 项之和</translation>
    </message>
    <message>
        <source>{name} is a sum of {count} products</source>
        <translation>{name} 是 {count} 个乘积之和</translation>
    </message>
    <message>
        <source>{name} was set by hand: {value}</source>
        <translation>{name} 是手动设定的：{value}</translation>
    </message>
    <message>
        <source>{name} is {value}: nothing is carried over the border of a chunk</source>
        <translation>{name} 为 {value}：块的边界处不延续任何内容</translation>
    </message>
    <message>
        <source>{name} is a product; each factor counts as much as the other is large</source>
        <translation>{name} 是乘积；每个因子的分量取决于另一个因子有多大</translation>
    </message>
    <message>
        <source>{name} is the value below, through which no gradient flows back</source>
        <translation>{name} 就是下面的值，梯度不会经过它传回</translation>
    </message>
    <message>
        <source>{name} is what {function} says of the values below</source>
        <translation>{name} 是 {function} 对下面各值的判断</translation>
    </message>
    <message>
        <source>{name} is the value below, selected by {function}</source>
        <translation>{name} 是下面的值，由 {function} 选出</translation>
    </message>
    <message>
        <source>{name} is {function} of the value below; local slope {slope}</source>
        <translation>{name} 是下面的值的 {function}；局部斜率为 {slope}</translation>
    </message>
    <message>
        <source>{name} is {function} of the values below</source>
        <translation>{name} 是下面各值的 {function}</translation>
    </message>
    <message>
        <source>{name} is the sum of what {count} timesteps contribute</source>
        <translation>{name} 是 {count} 个时间步的贡献之和</translation>
    </message>
    <message>
        <source>{name} is a parameter: {value}</source>
        <translation>{name} 是参数：{value}</translation>
    </message>
    <message>
        <source>{name} is an initial state: {value}</source>
        <translation>{name} 是初始状态：{value}</translation>
    </message>
    <message>
        <source>{name} lies beyond the run: {value}</source>
        <translation>{name} 在运行范围之外：{value}</translation>
    </message>
    <message>
        <source>{name} is an input: {value}</source>
        <translation>{name} 是输入：{value}</translation>
    </message>
    <message>
        <source>{name} has no equation at this timestep: {value}</source>
        <translation>{name} 在这个时间步没有方程：{value}</translation>
    </message>
    <message>
        <source>{name} is zero: no loss depends on it</source>
        <translation>{name} 为零：没有损失依赖于它</translation>
    </message>
</context>
<context>
    <name>debugger.roles</name>
    <message>
        <source>what the equation of {name} says, had nothing been set by hand</source>
        <translation>若没有手动设定，{name} 的方程所给出的值</translation>
    </message>
    <message>
        <source>the gradient at {where}</source>
        <translation>{where} 处的梯度</translation>
    </message>
    <message>
        <source>the gradient at {text}, {where}</source>
        <translation>{text} 处的梯度，{where}</translation>
    </message>
    <message>
        <source>a part of {whole}</source>
        <translation>{whole} 的一部分</translation>
    </message>
    <message>
        <source>{name}: {what}</source>
        <translation>{name}：{what}</translation>
    </message>
    <message>
        <source>{name} = {text}, {what}</source>
        <translation>{name} = {text}，{what}</translation>
    </message>
    <message>
        <source>a term of {whole}</source>
        <translation>{whole} 的一项</translation>
    </message>
    <message>
        <source>a factor of {whole}</source>
        <translation>{whole} 的一个因子</translation>
    </message>
    <message>
        <source>an argument of {function} in {whole}</source>
        <translation>{whole} 中 {function} 的一个参数</translation>
    </message>
    <message>
        <source>the argument of {function} in {whole}</source>
        <translation>{whole} 中 {function} 的自变量</translation>
    </message>
</context>
<context>
    <name>debugger.symptoms</name>
    <message>
        <source>First value not finite</source>
        <translation>首个非有限值</translation>
    </message>
    <message>
        <source>A value, a gradient or a contribution has a NaN or an infinity.</source>
        <translation>某个值、梯度或贡献中出现 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>Gradient vanishing</source>
        <translation>梯度消失</translation>
    </message>
    <message>
        <source>The gradient at a state is shorter than the threshold, and not 0.</source>
        <translation>某个状态处的梯度比阈值短，且不为 0。</translation>
    </message>
    <message>
        <source>Gradient exploding</source>
        <translation>梯度爆炸</translation>
    </message>
    <message>
        <source>The gradient at a state is longer than the threshold.</source>
        <translation>某个状态处的梯度比阈值长。</translation>
    </message>
    <message>
        <source>Unit saturated</source>
        <translation>单元饱和</translation>
    </message>
    <message>
        <source>A tanh is beyond ± the threshold, or a gate within 1 − threshold of 0 or 1.</source>
        <translation>tanh 超出 ± 阈值，或门与 0 或 1 相差不到 1 − 阈值。</translation>
    </message>
    <message>
        <source>Unit dead</source>
        <translation>单元失活</translation>
    </message>
    <message>
        <source>A unit changes by no more than the threshold over the whole run.</source>
        <translation>单元在整次运行中的变化不超过阈值。</translation>
    </message>
    <message>
        <source>Loss jump</source>
        <translation>损失跳变</translation>
    </message>
    <message>
        <source>A loss above the mean is more than threshold times that of the timestep before.</source>
        <translation>高于平均的损失超过前一时间步损失的“阈值”倍。</translation>
    </message>
    <message>
        <source>Dominant timestep</source>
        <translation>主导时间步</translation>
    </message>
    <message>
        <source>One timestep&apos;s share of all contributions to a parameter is above the threshold.</source>
        <translation>一个时间步在某参数全部贡献中的占比超过阈值。</translation>
    </message>
</context>
<context>
    <name>debugger.watch</name>
    <message>
        <source>A watch has at most {most} characters, not {count}.</source>
        <translation>监视表达式最多 {most} 个字符，而不是 {count} 个。</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>监视</translation>
    </message>
</context>
<context>
    <name>formats.arrays</name>
    <message>
        <source>“{name}” is damaged: it begins as a zip archive and is none ({why}).</source>
        <translation>“{name}”已损坏：开头像 zip 压缩包，其实不是（{why}）。</translation>
    </message>
    <message>
        <source>“{name}” has {count:,} parts; at most {most:,} are read.</source>
        <translation>“{name}”有 {count:,} 个部分；最多读取 {most:,} 个。</translation>
    </message>
    <message>
        <source>“{name}” is damaged: two of its parts have the same name.</source>
        <translation>“{name}”已损坏：其中有两个部分同名。</translation>
    </message>
    <message>
        <source>“{name}” would swell from {size:,} to {swollen:,} bytes; at most {most:,} are unpacked.</source>
        <translation>“{name}”会从 {size:,} 字节膨胀到 {swollen:,} 字节；最多解压 {most:,} 字节。</translation>
    </message>
    <message>
        <source>“{name}” is locked by a password, which is not asked for here.</source>
        <translation>“{name}”有密码保护，而这里不询问密码。</translation>
    </message>
    <message>
        <source>“{name}” is incomplete: it has no part “{member}”.</source>
        <translation>“{name}”不完整：没有“{member}”这一部分。</translation>
    </message>
    <message>
        <source>“{name}” is damaged: its part “{member}” cannot be read ({why}).</source>
        <translation>“{name}”已损坏：无法读取其中的“{member}”（{why}）。</translation>
    </message>
    <message>
        <source>“{member}” in “{name}”</source>
        <translation>“{name}”中的“{member}”</translation>
    </message>
    <message>
        <source>{what} is a numpy array of the version {version}, which no array of numbers needs.</source>
        <translation>{what} 是版本为 {version} 的 numpy 数组，数值数组用不着这个版本。</translation>
    </message>
    <message>
        <source>{what} is no numpy array, or is damaged: its header cannot be read.</source>
        <translation>{what} 不是 numpy 数组，或已损坏：无法读取其文件头。</translation>
    </message>
    <message>
        <source>{what} holds `{dtype}`, and only numbers of up to 64 bits are read.</source>
        <translation>{what} 中是 `{dtype}`，而这里只读取不超过 64 位的数。</translation>
    </message>
    <message>
        <source>{what} has the shape {shape}, which no array has.</source>
        <translation>{what} 的形状是 {shape}，没有数组会是这样。</translation>
    </message>
    <message>
        <source>{what} has the shape {shape}: {needed:,} bytes, and {there:,} are there.</source>
        <translation>{what} 的形状是 {shape}：需要 {needed:,} 字节，实有 {there:,} 字节。</translation>
    </message>
    <message>
        <source>what is packed in it cannot be unpacked</source>
        <translation>其中的压缩数据无法解压</translation>
    </message>
    <message>
        <source>it is packed in a way that is not known here</source>
        <translation>其压缩方式不受支持</translation>
    </message>
    <message>
        <source>its bytes are others than when it was written</source>
        <translation>其字节与写入时不同</translation>
    </message>
    <message>
        <source>it is not whole</source>
        <translation>它不完整</translation>
    </message>
</context>
<context>
    <name>formats.atomic</name>
    <message>
        <source>it is a folder, not a file</source>
        <translation>它是文件夹，而不是文件</translation>
    </message>
    <message>
        <source>it is a device or a pipe of the system, not a file</source>
        <translation>它是系统的设备或管道，而不是文件</translation>
    </message>
</context>
<context>
    <name>formats.checkpoint</name>
    <message>
        <source>an unknown binary format</source>
        <translation>未知二进制格式</translation>
    </message>
    <message>
        <source>no ordinary file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>“{name}” is {what}; a checkpoint is one file.</source>
        <translation>“{name}”：{what}；检查点应是一个文件。</translation>
    </message>
    <message>
        <source>“{name}” is larger than {most:.3g} GB, more than is read.</source>
        <translation>“{name}”大于 {most:.3g} GB，超出读取上限。</translation>
    </message>
    <message>
        <source>“{name}” has no tensor in it.</source>
        <translation>“{name}”中没有张量。</translation>
    </message>
    <message>
        <source>“{name}” was saved by PyTorch before 1.6, or in its old format, which is one pickle. Load and save it again with a PyTorch of today.</source>
        <translation>“{name}”由 1.6 之前的 PyTorch 保存，或用了它的旧格式，即单个 pickle。请用现在的 PyTorch 载入后重新保存。</translation>
    </message>
    <message>
        <source>“{name}” is a file of {kind}, which is not read yet. Save the weights as .npz: `numpy.savez(&apos;weights.npz&apos;, **{{name: array, …}})`.</source>
        <translation>“{name}”是 {kind} 文件，目前还不能读取。请把权重保存为 .npz：`numpy.savez(&apos;weights.npz&apos;, **{{name: array, …}})`。</translation>
    </message>
    <message>
        <source>“{name}” is damaged, or is no {ending} file in spite of its name.</source>
        <translation>“{name}”已损坏，或者虽有此名却不是 {ending} 文件。</translation>
    </message>
    <message>
        <source>“{name}” is no checkpoint that is known here: {names} are read.</source>
        <translation>“{name}”不是这里认识的检查点文件：可读取 {names}。</translation>
    </message>
</context>
<context>
    <name>formats.data_file</name>
    <message>
        <source>“{name}” is a folder; arrays are in a file.</source>
        <translation>“{name}”是文件夹；数组在文件里。</translation>
    </message>
    <message>
        <source>“{name}”, line {number}, has {count} columns, and the first line has {width}: every line is one timestep, with as many numbers.</source>
        <translation>“{name}”第 {number} 行有 {count} 列，而第一行有 {width} 列：每行是一个时间步，列数须相同。</translation>
    </message>
    <message>
        <source>“{name}” has a line of titles, and no numbers below it.</source>
        <translation>“{name}”只有一行标题，下面没有数值。</translation>
    </message>
    <message>
        <source>“{file}”, line {line}, column {column}: “{text}” is no number. A cell is a number, or empty where there is none.</source>
        <translation>“{file}”第 {line} 行第 {column} 列：“{text}”不是数。每格应是一个数，没有数则留空。</translation>
    </message>
</context>
<context>
    <name>formats.example</name>
    <message>
        <source>“{file}” cannot be used: it has no vocabulary “{name}”, in which typed lines count.</source>
        <translation>“{file}”无法使用：其中没有词表“{name}”，而输入的文本要用它编号。</translation>
    </message>
    <message>
        <source>“{file}” cannot be used: its vocabulary “{name}” has no “{token}”, put around lines.</source>
        <translation>“{file}”无法使用：它的词表“{name}”中没有加在各行首尾的“{token}”。</translation>
    </message>
    <message>
        <source>a text in one language at least, as {{en = &quot;…&quot;, zh = &quot;…&quot;}}</source>
        <translation>至少一种语言的文字，如 {{en = &quot;…&quot;, zh = &quot;…&quot;}}</translation>
    </message>
    <message>
        <source>at most {most} words, so that it is read at a glance</source>
        <translation>最多 {most} 个词，以便一眼读完</translation>
    </message>
    <message>
        <source>a timestep: 1 is the first, and -1 the last</source>
        <translation>时间步：1 是第一个，-1 是最后一个</translation>
    </message>
    <message>
        <source>two answers at least</source>
        <translation>至少两个答案</translation>
    </message>
    <message>
        <source>1 (grey) or 3 (red, green and blue)</source>
        <translation>1（灰度）或 3（红、绿、蓝）</translation>
    </message>
    <message>
        <source>a number above low, {low}</source>
        <translation>大于 low（即 {low}）的数</translation>
    </message>
    <message>
        <source>the name of a stream; or `predicts`</source>
        <translation>数据流的名字；或写 `predicts`</translation>
    </message>
    <message>
        <source>“{file}” cannot be used: `{where}`: {error}</source>
        <translation>“{file}”无法使用：`{where}`：{error}</translation>
    </message>
    <message>
        <source>“{file}” cannot be used: “{part}” is no list of at most {most} numbers.</source>
        <translation>“{file}”无法使用：“{part}”不是最多 {most} 个数的列表。</translation>
    </message>
    <message>
        <source>“{file}” cannot be used: “{place}{path}” is not named {place}NUMBER/STREAM.</source>
        <translation>“{file}”无法使用：“{place}{path}”的名字不是 {place}NUMBER/STREAM 的形式。</translation>
    </message>
</context>
<context>
    <name>formats.fields</name>
    <message>
        <source>“{file}” is incomplete: it does not say `{place}`, {expected}.</source>
        <translation>“{file}”不完整：没有写明 `{place}`，它应是 {expected}。</translation>
    </message>
    <message>
        <source>“{file}” cannot be used: `{place}` is `{found}`, and not {expected}.</source>
        <translation>“{file}”无法使用：`{place}` 是 `{found}`，而不是 {expected}。</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>a list of tables</source>
        <translation>表的列表</translation>
    </message>
    <message>
        <source>a list of at most {most:,} tables</source>
        <translation>最多 {most:,} 个表的列表</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>a text of at most {most:,} characters</source>
        <translation>最多 {most:,} 个字符的文字</translation>
    </message>
    <message>
        <source>one of {names}</source>
        <translation>{names} 之一</translation>
    </message>
    <message>
        <source>`true` or `false`</source>
        <translation>`true` 或 `false`</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>{number} from {least}</source>
        <translation>不小于 {least} 的 {number}</translation>
    </message>
    <message>
        <source>{number} to {most:,}</source>
        <translation>不大于 {most:,} 的 {number}</translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation>有限的数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a number of this size</source>
        <translation>这么大的数</translation>
    </message>
    <message>
        <source>a list of whole numbers from {least}</source>
        <translation>从 {least} 起的整数列表</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>文字列表</translation>
    </message>
    <message>
        <source>numbers in lists of one length</source>
        <translation>长度相同的列表中的数</translation>
    </message>
    <message>
        <source>a list of {count} numbers</source>
        <translation>{count} 个数的列表</translation>
    </message>
    <message>
        <source>a list of at most two lengths up to {most:,}</source>
        <translation>最多两个长度的列表，每个不大于 {most:,}</translation>
    </message>
</context>
<context>
    <name>formats.project</name>
    <message>
        <source>not there any more</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>“{name}” is {what}; a project is one file.</source>
        <translation>“{name}”：{what}；项目应是一个文件。</translation>
    </message>
    <message>
        <source>“{name}” is a zip archive, and no project of rnnviz: it has no “{part}”.</source>
        <translation>“{name}”是 zip 压缩包，而不是 rnnviz 项目：其中没有“{part}”。</translation>
    </message>
    <message>
        <source>The text of “{name}” is larger than {most:.3g} MB.</source>
        <translation>“{name}”的文字大于 {most:.3g} MB。</translation>
    </message>
    <message>
        <source>“{name}” is incomplete: its arrays are in “{beside}”, which is not beside it.</source>
        <translation>“{name}”不完整：它的数组在“{beside}”中，而该文件不在同一文件夹。</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: `arrays` is {found}, and not the name of a file {ending} beside it.</source>
        <translation>“{name}”无法使用：`arrays` 是 {found}，而不是同一文件夹中一个 {ending} 文件的名字。</translation>
    </message>
    <message>
        <source>its text would have more than {most:.3g} MB</source>
        <translation>其文本会超过 {most:.3g} MB</translation>
    </message>
    <message>
        <source>“{name}” is larger than {most:.3g} MB, more than a project&apos;s text is.</source>
        <translation>“{name}”大于 {most:.3g} MB，超出项目文字的大小。</translation>
    </message>
    <message>
        <source>“{name}” is no project of rnnviz: line {line} is not text in UTF-8.</source>
        <translation>“{name}”不是 rnnviz 项目：第 {line} 行不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>“{name}” is no project of rnnviz: its values are nested too deeply.</source>
        <translation>“{name}”不是 rnnviz 项目：其中的值嵌套太深。</translation>
    </message>
    <message>
        <source>“{name}” is no project of rnnviz, or was edited wrongly: {error}.</source>
        <translation>“{name}”不是 rnnviz 项目，或编辑有误：{error}。</translation>
    </message>
    <message>
        <source>“{name}” is no project of rnnviz: it does not say `format = &quot;{kind}&quot;`.</source>
        <translation>“{name}”不是 rnnviz 项目：没有写明 `format = &quot;{kind}&quot;`。</translation>
    </message>
    <message>
        <source>“{name}” does not say which version of the format it is: `version = {latest}` is missing.</source>
        <translation>“{name}”没有说明格式的版本：缺少 `version = {latest}`。</translation>
    </message>
    <message>
        <source>“{name}” was saved by a newer rnnviz, as version {version} of the format; this one reads {latest}. Update rnnviz to open it.</source>
        <translation>“{name}”由更新的 rnnviz 保存，格式版本为 {version}；当前程序读取版本 {latest}。请更新 rnnviz 后再打开。</translation>
    </message>
</context>
<context>
    <name>formats.recurrent_layers</name>
    <message>
        <source>“{file}” has `{name}`, which reads {inputs} numbers, behind {width} numbers: how its layers are joined is not in the file.</source>
        <translation>“{file}”中的 `{name}` 读取 {inputs} 个数，而它前面给出 {width} 个：文件没有说明各层如何相连。</translation>
    </message>
    <message>
        <source>“{file}” has a recurrent network and besides {names}: what these do is not in the file. Write the equations yourself, and give the parameters to rnnviz.Model.</source>
        <translation>“{file}”中除循环网络外还有 {names}：文件没有说明它们的作用。请自己写出方程，并把参数交给 rnnviz.Model。</translation>
    </message>
    <message>
        <source>“{file}” has no recurrent layer: PyTorch calls its tensors `weight_ih_l0`, `weight_hh_l0` and so on, and here are {names}.</source>
        <translation>“{file}”中没有循环层：PyTorch 把相应张量命名为 `weight_ih_l0`、`weight_hh_l0` 等，而这里有 {names}。</translation>
    </message>
    <message>
        <source>“{file}” has `{name}` without the other direction.</source>
        <translation>“{file}”中有 `{name}`，却没有另一个方向。</translation>
    </message>
    <message>
        <source>“{file}”, the layer of `{name}`</source>
        <translation>“{file}”中 `{name}` 所在的层</translation>
    </message>
    <message>
        <source>{where}: there is no `{part}`.</source>
        <translation>{where}：缺少 `{part}`。</translation>
    </message>
    <message>
        <source>{where}: `{part}` has the shape {shape}.</source>
        <translation>{where}：`{part}` 的形状是 {shape}。</translation>
    </message>
    <message>
        <source>{where}: `weight_hh` has the shape {shape}, and a recurrent layer has 1, 3 or 4 times as many rows as columns (RNN, GRU, LSTM).</source>
        <translation>{where}：`weight_hh` 的形状是 {shape}，而循环层的行数应是列数的 1、3 或 4 倍（RNN、GRU、LSTM）。</translation>
    </message>
    <message>
        <source>{where}: `{part}` has {count} rows, and `weight_hh` has {rows}.</source>
        <translation>{where}：`{part}` 有 {count} 行，而 `weight_hh` 有 {rows} 行。</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 以及另外 {count} 个</translation>
    </message>
</context>
<context>
    <name>formats.safetensors</name>
    <message>
        <source>“{name}” is damaged: its header is longer than the file, or than any header is.</source>
        <translation>“{name}”已损坏：文件头的长度超过文件本身，或超过任何可能的文件头。</translation>
    </message>
    <message>
        <source>“{name}” is damaged: its header is no JSON in UTF-8.</source>
        <translation>“{name}”已损坏：文件头不是 UTF-8 编码的 JSON。</translation>
    </message>
    <message>
        <source>“{name}” is damaged: its header is no table of tensors.</source>
        <translation>“{name}”已损坏：文件头不是张量的表。</translation>
    </message>
    <message>
        <source>{what} is damaged: its entry is no table.</source>
        <translation>{what} 已损坏：它的条目不是表。</translation>
    </message>
    <message>
        <source>{what} holds numbers of the kind `{dtype!r:.40}`, which are not read here.</source>
        <translation>{what} 中的数是 `{dtype!r:.40}` 类型，这里不能读取。</translation>
    </message>
    <message>
        <source>{what} is damaged: its shape or its place is none.</source>
        <translation>{what} 已损坏：形状或位置无效。</translation>
    </message>
    <message>
        <source>{what} is damaged: {needed:,} bytes are needed for the shape {shape}, not there.</source>
        <translation>{what} 已损坏：形状 {shape} 需要 {needed:,} 字节，文件中没有这么多。</translation>
    </message>
</context>
<context>
    <name>formats.system_errors</name>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the system does not allow it; look at the permissions of the file and of its folder</source>
        <translation>系统不允许；请检查该文件及其所在文件夹的权限</translation>
    </message>
    <message>
        <source>another program is using it</source>
        <translation>另一个程序正在使用它</translation>
    </message>
    <message>
        <source>too many files are open; close some other programs</source>
        <translation>打开的文件过多；请关闭一些其他程序</translation>
    </message>
    <message>
        <source>the disk or its drive reports a fault</source>
        <translation>磁盘或其驱动器报告了故障</translation>
    </message>
    <message>
        <source>the drive that it is on does not answer</source>
        <translation>它所在的驱动器没有响应</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>what it is on can only be read</source>
        <translation>它所在的磁盘是只读的</translation>
    </message>
    <message>
        <source>a part of its path is a file, not a folder</source>
        <translation>其路径中有一部分是文件，而不是文件夹</translation>
    </message>
    <message>
        <source>something of this name is there already</source>
        <translation>同名的文件或文件夹已经存在</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>其名称过长</translation>
    </message>
    <message>
        <source>its links lead in a circle</source>
        <translation>其链接形成了循环</translation>
    </message>
    <message>
        <source>the system does not accept its name, or cannot do this there</source>
        <translation>系统不接受这个名称，或无法在该处进行此操作</translation>
    </message>
    <message>
        <source>your share of the disk is full</source>
        <translation>您的磁盘配额已用完</translation>
    </message>
    <message>
        <source>it is larger than a file can be there</source>
        <translation>它超过了该处文件大小的上限</translation>
    </message>
    <message>
        <source>the system does not say why</source>
        <translation>系统没有说明原因</translation>
    </message>
    <message>
        <source>the system reports the error {number} `{name}`</source>
        <translation>系统报告了错误 {number} `{name}`</translation>
    </message>
</context>
<context>
    <name>formats.text</name>
    <message>
        <source>a PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>a zip archive (so are .docx, .xlsx, .pt and .npz files)</source>
        <translation>zip 压缩包（.docx、.xlsx、.pt 和 .npz 文件也是）</translation>
    </message>
    <message>
        <source>an image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>a compressed file</source>
        <translation>压缩文件</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>a numpy array</source>
        <translation>numpy 数组</translation>
    </message>
    <message>
        <source>an HDF5 file</source>
        <translation>HDF5 文件</translation>
    </message>
    <message>
        <source>an old Office document</source>
        <translation>旧的 Office 文档</translation>
    </message>
    <message>
        <source>“{name}” is empty: there is no text in it to read.</source>
        <translation>“{name}”是空的：没有可读的文本。</translation>
    </message>
    <message>
        <source>a binary file</source>
        <translation>二进制文件</translation>
    </message>
    <message>
        <source>“{name}” is not text: it looks like {kind}. Save it as plain text (UTF-8) and open it again.</source>
        <translation>“{name}”不是文本：看起来像 {kind}。请保存为纯文本（UTF-8）后再打开。</translation>
    </message>
    <message>
        <source>“{name}” is a folder; open a text file.</source>
        <translation>“{name}”是文件夹；请打开文本文件。</translation>
    </message>
    <message>
        <source>“{name}” is not an ordinary file; open a text file.</source>
        <translation>“{name}”不是普通文件；请打开文本文件。</translation>
    </message>
    <message>
        <source>“{name}” is larger than {limit:.3g} MB, more than can be stepped through. Cut out the part you want to look at.</source>
        <translation>“{name}”大于 {limit:.3g} MB，超出可以逐步查看的大小。请截取您想看的部分。</translation>
    </message>
</context>
<context>
    <name>formats.toml_errors</name>
    <message>
        <source>the quotes of a text are not closed</source>
        <translation>文本的引号没有闭合</translation>
    </message>
    <message>
        <source>this name has a value already</source>
        <translation>这个名字已经有值了</translation>
    </message>
    <message>
        <source>this is no value: a number, `true`, `false`, a text in quotes, or a list in brackets</source>
        <translation>这不是值：值应是数、`true`、`false`、引号中的文本，或方括号中的列表</translation>
    </message>
    <message>
        <source>`\` in a text is written twice, or the text stands in single quotes</source>
        <translation>文本中的 `\` 应写两次，或者把文本放在单引号中</translation>
    </message>
    <message>
        <source>a line is `name = value`, `[table]`, or a comment after `#`</source>
        <translation>每一行应是 `name = value`、`[table]`，或 `#` 之后的注释</translation>
    </message>
    <message>
        <source>the next value belongs on the next line</source>
        <translation>下一个值应写在下一行</translation>
    </message>
    <message>
        <source>`=` is missing after the name</source>
        <translation>名字之后缺少 `=`</translation>
    </message>
    <message>
        <source>`]` is missing</source>
        <translation>缺少 `]`</translation>
    </message>
    <message>
        <source>`]]` is missing</source>
        <translation>缺少 `]]`</translation>
    </message>
    <message>
        <source>a name has letters, digits, `-` and `_`, or stands in quotes</source>
        <translation>名字由字母、数字、`-` 和 `_` 组成，否则应放在引号中</translation>
    </message>
    <message>
        <source>the brackets of a list are not closed</source>
        <translation>列表的方括号没有闭合</translation>
    </message>
    <message>
        <source>the braces of a table are not closed</source>
        <translation>表的花括号没有闭合</translation>
    </message>
    <message>
        <source>there is no such character</source>
        <translation>没有这样的字符</translation>
    </message>
    <message>
        <source>the character U+{code:04X} cannot stand here</source>
        <translation>此处不能有字符 U+{code:04X}</translation>
    </message>
    <message>
        <source>the table `{name}` is there already, and complete</source>
        <translation>表 `{name}` 已经存在，并且是完整的</translation>
    </message>
    <message>
        <source>a number in it has more digits than can be read</source>
        <translation>其中有一个数的位数过多，无法读取</translation>
    </message>
    <message>
        <source>line {line}, column {column}: {what}</source>
        <translation>第 {line} 行第 {column} 列：{what}</translation>
    </message>
</context>
<context>
    <name>formats.torch_file</name>
    <message>
        <source>The table of “{file}” is larger than {most:.3g} MB.</source>
        <translation>“{file}”的表大于 {most:.3g} MB。</translation>
    </message>
    <message>
        <source>“{file}” holds a program of TorchScript. {advice}</source>
        <translation>“{file}”中是 TorchScript 程序。{advice}</translation>
    </message>
    <message>
        <source>Save its weights alone, in Python: `torch.save(model.state_dict(), &apos;weights.pt&apos;)`, and open those.</source>
        <translation>请在 Python 中只保存权重：`torch.save(model.state_dict(), &apos;weights.pt&apos;)`，然后打开它。</translation>
    </message>
    <message>
        <source>its instructions do not fit together</source>
        <translation>其中的指令互不相符</translation>
    </message>
    <message>
        <source>it does not end</source>
        <translation>它没有结尾</translation>
    </message>
    <message>
        <source>“{file}” is damaged: its table of tensors cannot be read ({why}).</source>
        <translation>“{file}”已损坏：无法读取其中的张量表（{why}）。</translation>
    </message>
    <message>
        <source>“{file}” holds more than tensors: its pickle has the instruction {name}. {advice}</source>
        <translation>“{file}”中不只有张量：它的 pickle 含有指令 {name}。{advice}</translation>
    </message>
    <message>
        <source>“{file}” asks for `{module}.{name}`, which is no tensor: to read it would be to run what the file says. Nothing of it was run. {advice}</source>
        <translation>“{file}”要求 `{module}.{name}`，而它不是张量：读取它就等于运行文件中的代码。没有运行其中任何内容。{advice}</translation>
    </message>
    <message>
        <source>“{file}” is damaged: a tensor of the shape {shape} is said to lie in {there:,} numbers.</source>
        <translation>“{file}”已损坏：形状为 {shape} 的张量据称存放在 {there:,} 个数中。</translation>
    </message>
    <message>
        <source>“{file}” would swell: its tensors are views of the same numbers over and over.</source>
        <translation>“{file}”会膨胀：其中的张量反复指向同样的数。</translation>
    </message>
</context>
<context>
    <name>models.generation</name>
    <message>
        <source>`{x}` is no input stream of one segment.</source>
        <translation>`{x}` 不是属于单个段的输入流。</translation>
    </message>
    <message>
        <source>`{y}` is no vector of logits that an equation defines.</source>
        <translation>`{y}` 不是由方程定义的 logits 向量。</translation>
    </message>
    <message>
        <source>`{x}` has {shape} numbers a timestep, and `{y}` has {classes} classes.</source>
        <translation>`{x}` 每个时间步有 {shape} 个数，而 `{y}` 有 {classes} 个类别。</translation>
    </message>
    <message>
        <source>{how!r} is no way to choose; there are {names}.</source>
        <translation>没有 {how!r} 这种选取方式；可用的有 {names}。</translation>
    </message>
    <message>
        <source>The temperature is a number above 0, not {temperature!r}.</source>
        <translation>温度应是大于 0 的数，而不是 {temperature!r}。</translation>
    </message>
    <message>
        <source>`{x}` gives {count} timesteps; generation from timestep {first} needs {needed}.</source>
        <translation>`{x}` 给出 {count} 个时间步；从时间步 {first} 起生成需要 {needed} 个。</translation>
    </message>
</context>
<context>
    <name>models.initialisation</name>
    <message>
        <source>Glorot, orthogonal recurrent matrices</source>
        <translation>Glorot，循环矩阵正交</translation>
    </message>
    <message>
        <source>Glorot, orthogonal recurrent matrices, forget-gate bias 1</source>
        <translation>Glorot，循环矩阵正交，遗忘门偏置为 1</translation>
    </message>
    <message>
        <source>Glorot</source>
        <translation>Glorot</translation>
    </message>
    <message>
        <source>uniform within 1/√H, as PyTorch</source>
        <translation>1/√H 以内的均匀分布，同 PyTorch</translation>
    </message>
    <message>
        <source>normal with deviation 0.01</source>
        <translation>标准差为 0.01 的正态分布</translation>
    </message>
</context>
<context>
    <name>models.model</name>
    <message>
        <source>A model computes in {names}, not in {dtype!r}.</source>
        <translation>模型用 {names} 计算，而不用 {dtype!r}。</translation>
    </message>
    <message>
        <source>{initialisation!r} is no initialisation; there are {names}.</source>
        <translation>没有 {initialisation!r} 这种初始化；可用的有 {names}。</translation>
    </message>
    <message>
        <source>`total` sums over all timesteps, and an equation knows its own timestep only.</source>
        <translation>`total` 对所有时间步求和，而一个方程只知道自己的时间步。</translation>
    </message>
    <message>
        <source>Ask for it in a watch or a breakpoint&apos;s condition, or add it up: `s[t] = s[t-1] + x[t]`.</source>
        <translation>请在监视或断点条件里用它，或者逐步累加：`s[t] = s[t-1] + x[t]`。</translation>
    </message>
    <message>
        <source>`{name}` is given, and is no parameter of the equations.</source>
        <translation>给出了 `{name}`，但它不是方程的参数。</translation>
    </message>
    <message>
        <source>`{largest}` would have {drawn:,} numbers; at most {most:,} are drawn for all parameters together. Declare smaller sizes.</source>
        <translation>`{largest}` 会有 {drawn:,} 个数；所有参数合计最多抽取 {most:,} 个。请声明较小的大小。</translation>
    </message>
    <message>
        <source>`{name}` is given with the shape {shape}, and the equations need {other}.</source>
        <translation>给出的 `{name}` 形状为 {shape}，而方程需要 {other}。</translation>
    </message>
    <message>
        <source>`{name}` is untied, one value a timestep: give `timesteps`, or its values.</source>
        <translation>`{name}` 不共享，每个时间步一个值：请给出 `timesteps`，或它的各个值。</translation>
    </message>
    <message>
        <source>A class that is computed ({names}) has no row in the table or no logit of its own.</source>
        <translation>算出的类别（{names}）在表里没有对应的行，或没有自己的 logit。</translation>
    </message>
    <message>
        <source>The size of `{name}`: {error}.</source>
        <translation>`{name}` 的大小：{error}。</translation>
    </message>
    <message>
        <source>`{name}` is given with the shape {shape}: there is no number in it.</source>
        <translation>给出的 `{name}` 形状为 {shape}：其中没有数。</translation>
    </message>
</context>
<context>
    <name>models.overrides</name>
    <message>
        <source>{key!r} names no value: (name, timestep) or (name, timestep, unit) would be right.</source>
        <translation>{key!r} 没有指明一个值：应为（名字，时间步）或（名字，时间步，单元）。</translation>
    </message>
    <message>
        <source>{timestep!r} is no timestep of `{name}`: a whole number, or None for all of them.</source>
        <translation>{timestep!r} 不是 `{name}` 的时间步：应为整数，或以 None 表示全部。</translation>
    </message>
    <message>
        <source>{part!r} is no element of `{name}`: whole numbers from 0 would be right.</source>
        <translation>{part!r} 不是 `{name}` 的元素：应为从 0 起的整数。</translation>
    </message>
    <message>
        <source>`{name}` is a gradient, and follows from the values: override `{of}` instead.</source>
        <translation>`{name}` 是梯度，由各值得出：请改写 `{of}`。</translation>
    </message>
    <message>
        <source>Nothing is called `{name}`; there are {names}.</source>
        <translation>没有叫 `{name}` 的量；现有 {names}。</translation>
    </message>
    <message>
        <source>an input has a value at each of its timesteps, as in (&apos;{name}&apos;, 1)</source>
        <translation>输入在它的每个时间步都有一个值，如 (&apos;{name}&apos;, 1)</translation>
    </message>
    <message>
        <source>an untied parameter has a value of its own at each timestep</source>
        <translation>不共享的参数在每个时间步各有自己的值</translation>
    </message>
    <message>
        <source>a computed value has one at each timestep, as in (&apos;{name}&apos;, 1)</source>
        <translation>计算得出的值在每个时间步各有一个，如 (&apos;{name}&apos;, 1)</translation>
    </message>
    <message>
        <source>Say at which timestep `{name}` is to be overridden: {why}.</source>
        <translation>请说明在哪个时间步改写 `{name}`：{why}。</translation>
    </message>
    <message>
        <source>`{name}` has no value at timestep {timestep}; its timesteps are {spans}.</source>
        <translation>`{name}` 在时间步 {timestep} 没有值；它的时间步为 {spans}。</translation>
    </message>
    <message>
        <source>`{where}` has no element {unit}: it is {shape}, counted from 0.</source>
        <translation>`{where}` 没有元素 {unit}：它是 {shape}，从 0 数起。</translation>
    </message>
    <message>
        <source>`{where}` takes {wanted}, and what is given has the shape {shape}.</source>
        <translation>`{where}` 需要 {wanted}，而给出的形状是 {shape}。</translation>
    </message>
</context>
<context>
    <name>models.recipe</name>
    <message>
        <source>{name} is no optimiser; there are {names}.</source>
        <translation>{name} 不是优化器；可用的有 {names}。</translation>
    </message>
    <message>
        <source>`{name}` is above 0, not {value}.</source>
        <translation>`{name}` 应大于 0，而不是 {value}。</translation>
    </message>
    <message>
        <source>Momentum is sgd&apos;s; {name} has none.</source>
        <translation>动量属于 sgd；{name} 没有动量。</translation>
    </message>
    <message>
        <source>`momentum` is below 1, not {value}: the velocity would grow without end.</source>
        <translation>`momentum` 应小于 1，而不是 {value}：否则速度会无限增大。</translation>
    </message>
    <message>
        <source>`{name}` is a number, not {value}.</source>
        <translation>`{name}` 应是数，而不是 {value}。</translation>
    </message>
    <message>
        <source>`{name}` is at least 0, not {value}.</source>
        <translation>`{name}` 应不小于 0，而不是 {value}。</translation>
    </message>
    <message>
        <source>`{name}` is a whole number of at least {least}, not {value}.</source>
        <translation>`{name}` 应是不小于 {least} 的整数，而不是 {value}。</translation>
    </message>
    <message>
        <source>A recipe has no `{name}`; it has {names}.</source>
        <translation>训练方案没有 `{name}`；它有 {names}。</translation>
    </message>
</context>
<context>
    <name>models.tasks</name>
    <message>
        <source>“{name}” does not say what it is trained on: it has no task.</source>
        <translation>“{name}”没有说明用什么训练：没有任务。</translation>
    </message>
    <message>
        <source>“{task}” is no task; there are {tasks}.</source>
        <translation>“{task}”不是任务；可用的有 {tasks}。</translation>
    </message>
    <message>
        <source>The task “{task}” has no option `{name}`; it has {options}.</source>
        <translation>任务“{task}”没有选项 `{name}`；它有 {options}。</translation>
    </message>
    <message>
        <source>The option `{name}` of “{task}” is {value}.</source>
        <translation>“{task}”的选项 `{name}` 是 {value}。</translation>
    </message>
    <message>
        <source>The task “{task}” needs `{name}`.</source>
        <translation>任务“{task}”需要 `{name}`。</translation>
    </message>
    <message>
        <source>“{name}” does not say how its accuracy is measured.</source>
        <translation>“{name}”没有说明如何衡量准确率。</translation>
    </message>
    <message>
        <source>The equations read `{name}`, and the sequences have {has}.</source>
        <translation>方程读取 `{name}`，而各序列中有 {has}。</translation>
    </message>
</context>
<context>
    <name>models.tasks.recorded</name>
    <message>
        <source>{count} sequences are recorded and {held_out} of them held out: none is left to train on.</source>
        <translation>共录有 {count} 个序列，其中 {held_out} 个留作测试：没有剩下可训练的。</translation>
    </message>
</context>
<context>
    <name>models.tasks.text</name>
    <message>
        <source>The text has {count} characters: none is left to train on.</source>
        <translation>文本有 {count} 个字符：没有剩下可训练的。</translation>
    </message>
</context>
<context>
    <name>models.text</name>
    <message>
        <source>The text is empty</source>
        <translation>文本是空的</translation>
    </message>
    <message>
        <source>The text is one character, “{text}”</source>
        <translation>文本只有一个字符“{text}”</translation>
    </message>
    <message>
        <source>{found}. It needs at least two characters: the model reads one and predicts the next.</source>
        <translation>{found}。至少需要两个字符：模型读入一个，预测下一个。</translation>
    </message>
    <message>
        <source>“{character}” (character {place}) is none of the {count} that this model knows: {known}</source>
        <translation>“{character}”（第 {place} 个字符）不在模型认识的 {count} 个之中：{known}</translation>
    </message>
</context>
<context>
    <name>models.training</name>
    <message>
        <source>The equations have no loss: there is nothing to make smaller.</source>
        <translation>方程没有损失：没有可减小的量。</translation>
    </message>
    <message>
        <source>The equations have no parameters: there is nothing to train.</source>
        <translation>方程没有参数：没有可训练的量。</translation>
    </message>
</context>
<context>
    <name>models.training_data</name>
    <message>
        <source>There is no sequence to train on.</source>
        <translation>没有可训练的序列。</translation>
    </message>
    <message>
        <source>There are {count} sequences: in chunks is read one long sequence.</source>
        <translation>有 {count} 个序列：按块读取只适用于一个长序列。</translation>
    </message>
    <message>
        <source>`{name}` is untied and has {count} timesteps; a sequence has {timesteps}.</source>
        <translation>`{name}` 不共享，有 {count} 个时间步；而一个序列有 {timesteps} 个。</translation>
    </message>
    <message>
        <source>A model with segments or untied parameters reads whole sequences, not chunks.</source>
        <translation>带段或不共享参数的模型读取整个序列，而不是块。</translation>
    </message>
    <message>
        <source>The equations read later timesteps: they need whole sequences, not chunks.</source>
        <translation>方程读取后面的时间步：它们需要整个序列，而不是块。</translation>
    </message>
    <message>
        <source>The sequence has {timesteps} timesteps: cut into {batch} streams, each has {length}, and a chunk is {chunk}.</source>
        <translation>序列有 {timesteps} 个时间步：分成 {batch} 路后每路有 {length} 个，而一块是 {chunk} 个。</translation>
    </message>
</context>
<context>
    <name>models.typed</name>
    <message>
        <source>The line “{title}” is empty: at least one word is needed.</source>
        <translation>“{title}”一行是空的：至少需要一个词。</translation>
    </message>
    <message>
        <source>“{token}” (number {number} of the line) is none that this model knows: {known}.</source>
        <translation>“{token}”（这一行的第 {number} 个）是模型不认识的：它认识 {known}。</translation>
    </message>
    <message>
        <source>The line “{title}” takes one word, not {count}.</source>
        <translation>“{title}”一行只能有一个词，而不是 {count} 个。</translation>
    </message>
</context>
<context>
    <name>engine.data</name>
    <message>
        <source>Truncation is every k timesteps with k at least 1, not {truncate!r}.</source>
        <translation>截断为每 k 个时间步一次，k 至少为 1，而不是 {truncate!r}。</translation>
    </message>
    <message>
        <source>`{name}` has {length} timesteps and `{key}` has {other}; they run side by side.</source>
        <translation>`{name}` 有 {length} 个时间步，而 `{key}` 有 {other} 个；它们要并排运行，须一样长。</translation>
    </message>
    <message>
        <source>`{name}` has {length} timesteps, and {given} are asked for.</source>
        <translation>`{name}` 有 {length} 个时间步，而要求的是 {given} 个。</translation>
    </message>
    <message>
        <source>The equations read no stream that tells how many timesteps there are: give `timesteps`.</source>
        <translation>方程没有读取任何能说明时间步数的数据流：请给出 `timesteps`。</translation>
    </message>
    <message>
        <source>The segment `{name}` reads no stream that tells how many timesteps there are: give `timesteps`.</source>
        <translation>段 `{name}` 没有读取任何能说明时间步数的数据流：请给出 `timesteps`。</translation>
    </message>
    <message>
        <source>`{name}` has no timestep; at least one is needed.</source>
        <translation>`{name}` 没有时间步；至少需要一个。</translation>
    </message>
    <message>
        <source>There are segments: give `timesteps` as a mapping, {segment!r} to a number.</source>
        <translation>模型分段：请以映射形式给出 `timesteps`，即从 {segment!r} 到数。</translation>
    </message>
    <message>
        <source>`timesteps` names `{name}`, and the segments are {names}.</source>
        <translation>`timesteps` 中有 `{name}`，而各段为 {names}。</translation>
    </message>
    <message>
        <source>The number of timesteps is a whole number of at least 1, not {number!r}.</source>
        <translation>时间步数应是不小于 1 的整数，而不是 {number!r}。</translation>
    </message>
    <message>
        <source>The equations read the stream `{key}`, and no data is given for it.</source>
        <translation>方程读取数据流 `{key}`，而没有给出它的数据。</translation>
    </message>
    <message>
        <source>Data is given for `{key}`, which is no stream of the equations; their streams: {wanted}.</source>
        <translation>给出了 `{key}` 的数据，但它不是方程的数据流；方程的数据流有：{wanted}。</translation>
    </message>
    <message>
        <source>`{name}` is no array of numbers: {error}.</source>
        <translation>`{name}` 不是数值数组：{error}。</translation>
    </message>
    <message>
        <source>`{name}` holds {dtype}, not real numbers.</source>
        <translation>`{name}` 中是 {dtype}，而不是实数。</translation>
    </message>
    <message>
        <source>`{name}` is {value}</source>
        <translation>`{name}` 为 {value}</translation>
    </message>
    <message>
        <source>{found} at timestep {timestep}</source>
        <translation>{found}（时间步 {timestep}）</translation>
    </message>
    <message>
        <source>a class is a whole number from 0</source>
        <translation>类别应是从 0 起的整数</translation>
    </message>
    <message>
        <source>there are {limit} classes: 0 to {last}</source>
        <translation>共有 {limit} 个类别：0 到 {last}</translation>
    </message>
    <message>
        <source>{found}, and {classes}, or -1 for none.</source>
        <translation>{found}，而 {classes}，-1 表示没有。</translation>
    </message>
    <message>
        <source>`{name}` has the shape {shape}, and the equations read {other} at each timestep: {right} would be right.</source>
        <translation>`{name}` 的形状是 {shape}，而方程在每个时间步读取 {other}：应为 {right}。</translation>
    </message>
    <message>
        <source>`{name}` is untied and has {count} timesteps; the run has {timesteps}.</source>
        <translation>`{name}` 不共享，有 {count} 个时间步；而运行有 {timesteps} 个。</translation>
    </message>
    <message>
        <source>The initial state of `{state}` is given twice, the second time as `{key}`.</source>
        <translation>`{state}` 的初始状态给出了两次，第二次写作 `{key}`。</translation>
    </message>
    <message>
        <source>The initial state `{key}` has the shape {shape}, and `{state}` is {other}.</source>
        <translation>初始状态 `{key}` 的形状是 {shape}，而 `{state}` 是 {other}。</translation>
    </message>
    <message>
        <source>The initial state `{clash}` is learned: it is the parameter `{name}`.</source>
        <translation>初始状态 `{clash}` 是可学习的：它就是参数 `{name}`。</translation>
    </message>
    <message>
        <source>`{key}` is no state: only what is read at a lag has an initial value; there are: {states}.</source>
        <translation>`{key}` 不是状态：只有带滞后读取的量才有初始值；现有：{states}。</translation>
    </message>
    <message>
        <source>No timestep reads `{key}`.</source>
        <translation>没有时间步读取 `{key}`。</translation>
    </message>
    <message>
        <source>`{name}` is not defined in the first segment, beyond which it would stand: it has no value `{key}`.</source>
        <translation>`{name}` 没有在第一段中定义，而它应位于第一段之前：它没有值 `{key}`。</translation>
    </message>
    <message>
        <source>`{name}` is not defined in the last segment, beyond which it would stand: it has no value `{key}`.</source>
        <translation>`{name}` 没有在最后一段中定义，而它应位于最后一段之后：它没有值 `{key}`。</translation>
    </message>
</context>
<context>
    <name>engine.influence</name>
    <message>
        <source>Influence is a picture of losses × timesteps, and {count} × {others} are too many numbers: ask for a part of it, such as losses=range(1, {side}), timesteps=range(1, {side}).</source>
        <translation>影响是一张“损失 × 时间步”的图，而 {count} × {others} 个数太多：请只求其中一部分，例如 losses=range(1, {side}), timesteps=range(1, {side})。</translation>
    </message>
</context>
<context>
    <name>equations.errors</name>
    <message>
        <source>line {line}, column {column}: {told}</source>
        <translation>第 {line} 行第 {column} 列：{told}</translation>
    </message>
</context>
<context>
    <name>equations.inference</name>
    <message>
        <source>`{name}` is read as a class index, but is declared {size}.</source>
        <translation>`{name}` 被读作类别索引，却声明为 {size}。</translation>
    </message>
    <message>
        <source>In the equation of `{equation}`, {sizes}: {clash}.</source>
        <translation>在 `{equation}` 的方程中，{sizes}：{clash}。</translation>
    </message>
    <message>
        <source>Change the size that is declared, or the operand.</source>
        <translation>请改变声明的大小，或改变操作数。</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>The size of the {what} `{name}` does not follow from the equations.</source>
        <translation>从方程推不出 {what} `{name}` 的大小。</translation>
    </message>
    <message>
        <source>Declare it: `{name}` = 3 for a vector, 0 for a scalar, (3, 4) for a matrix.</source>
        <translation>请声明：`{name}` = 3 表示向量，0 表示标量，(3, 4) 表示矩阵。</translation>
    </message>
    <message>
        <source>The size of `{name}` does not follow from the equations.</source>
        <translation>从方程推不出 `{name}` 的大小。</translation>
    </message>
    <message>
        <source>declared</source>
        <translation>声明为</translation>
    </message>
    <message>
        <source>used as</source>
        <translation>用作</translation>
    </message>
    <message>
        <source>In the equation of `{equation}`, `{text}` is {result}, but `{name}` is {declared} {expected}.</source>
        <translation>在 `{equation}` 的方程中，`{text}` 是 {result}，而 `{name}` {declared} {expected}。</translation>
    </message>
    <message>
        <source>Change the size that is declared, or a parameter&apos;s.</source>
        <translation>请改变声明的大小，或改变某个参数的大小。</translation>
    </message>
</context>
<context>
    <name>equations.lines</name>
    <message>
        <source>The line is longer than {most} characters.</source>
        <translation>这一行超过 {most} 个字符。</translation>
    </message>
    <message>
        <source>There is no equation.</source>
        <translation>没有方程。</translation>
    </message>
    <message>
        <source>Write one, such as `h[t] = tanh(W @ h[t-1] + U @ x[t])`.</source>
        <translation>请写一个，例如 `h[t] = tanh(W @ h[t-1] + U @ x[t])`。</translation>
    </message>
    <message>
        <source>`{word}` leads the text.</source>
        <translation>`{word}` 应写在最前面。</translation>
    </message>
    <message>
        <source>Move it above the equations.</source>
        <translation>请把它移到方程之前。</translation>
    </message>
    <message>
        <source>`{name}` is no initial state.</source>
        <translation>`{name}` 不是初始状态。</translation>
    </message>
    <message>
        <source>Write `learned h[0]`, or `h[T+1]` for a state that reads t+1.</source>
        <translation>请写 `learned h[0]`；若状态读取 t+1，则写 `h[T+1]`。</translation>
    </message>
    <message>
        <source>A name is missing here.</source>
        <translation>这里缺一个名字。</translation>
    </message>
    <message>
        <source>Write `{word} W, b`.</source>
        <translation>请写 `{word} W, b`。</translation>
    </message>
    <message>
        <source>`{name}` is not a name.</source>
        <translation>`{name}` 不是名字。</translation>
    </message>
    <message>
        <source>A segment&apos;s header is not indented.</source>
        <translation>段的标题不缩进。</translation>
    </message>
    <message>
        <source>Equations stand before the first segment.</source>
        <translation>第一段之前还有方程。</translation>
    </message>
    <message>
        <source>Give them a header, or remove `{name}:`.</source>
        <translation>请给它们加上标题，或去掉 `{name}:`。</translation>
    </message>
    <message>
        <source>There are two segments `{name}`.</source>
        <translation>有两个段都叫 `{name}`。</translation>
    </message>
    <message>
        <source>Give each its own name.</source>
        <translation>请给它们各取一个名字。</translation>
    </message>
    <message>
        <source>`{name}` is an operation and cannot be defined.</source>
        <translation>`{name}` 是运算，不能定义。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名字。</translation>
    </message>
    <message>
        <source>the timestep</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>a word of the language</source>
        <translation>语言的保留字</translation>
    </message>
    <message>
        <source>`{name}` is {meaning} and cannot be defined.</source>
        <translation>`{name}` 是 {meaning}，不能定义。</translation>
    </message>
    <message>
        <source>Name a part of it.</source>
        <translation>请给其中一部分另取名字。</translation>
    </message>
    <message>
        <source>This is not an equation.</source>
        <translation>这不是方程。</translation>
    </message>
    <message>
        <source>This is not an equation: {why}.</source>
        <translation>这不是方程：{why}。</translation>
    </message>
    <message>
        <source>An equation is `name[t] = expression` on one line.</source>
        <translation>方程是一行 `名字[t] = 表达式`。</translation>
    </message>
    <message>
        <source>A single `=` defines a value.</source>
        <translation>定义一个值用单个 `=`。</translation>
    </message>
    <message>
        <source>A line holds one equation.</source>
        <translation>一行只能有一个方程。</translation>
    </message>
    <message>
        <source>Put each on a line of its own.</source>
        <translation>请各写一行。</translation>
    </message>
    <message>
        <source>only an expression</source>
        <translation>一个单独的表达式</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>别的内容</translation>
    </message>
    <message>
        <source>An equation is `name[t] = expression`, and this is {found}.</source>
        <translation>方程的形式是 `名字[t] = 表达式`，而这里是 {found}。</translation>
    </message>
    <message>
        <source>Write what it defines on the left of one `=`.</source>
        <translation>请把要定义的量写在单个 `=` 的左边。</translation>
    </message>
    <message>
        <source>The equations of a segment are indented under its header.</source>
        <translation>段的方程要在其标题下缩进。</translation>
    </message>
    <message>
        <source>The line is indented, and stands under no segment&apos;s header.</source>
        <translation>这一行缩进了，却不在任何段的标题之下。</translation>
    </message>
    <message>
        <source>Move it to the left.</source>
        <translation>请把它移到最左边。</translation>
    </message>
    <message>
        <source>`{source}` cannot be defined.</source>
        <translation>`{source}` 不能定义。</translation>
    </message>
    <message>
        <source>The left side is a name at t: `h[t]`.</source>
        <translation>左边应是 t 处的名字：`h[t]`。</translation>
    </message>
    <message>
        <source>An equation defines timestep t: `{name}[t] = …`; shift what it reads instead.</source>
        <translation>方程定义的是时间步 t：`{name}[t] = …`；请改为移动它所读取的时间步。</translation>
    </message>
    <message>
        <source>`{name}` is defined twice in one line.</source>
        <translation>`{name}` 在一行中定义了两次。</translation>
    </message>
    <message>
        <source>Either every name on the left carries `[t]`, or none.</source>
        <translation>左边的名字要么都带 `[t]`，要么都不带。</translation>
    </message>
</context>
<context>
    <name>equations.names</name>
    <message>
        <source>`{name}` is defined twice.</source>
        <translation>`{name}` 定义了两次。</translation>
    </message>
    <message>
        <source>Give the second its own name.</source>
        <translation>请给第二个另取名字。</translation>
    </message>
    <message>
        <source>`{name}` is defined both with and without [t].</source>
        <translation>`{name}` 的定义有的带 [t]，有的不带。</translation>
    </message>
    <message>
        <source>`{name}` is the gradient at `{of}` and cannot be defined beside it.</source>
        <translation>`{name}` 是 `{of}` 处的梯度，不能与它一起定义。</translation>
    </message>
    <message>
        <source>`{name}` is the reserved name of an operation inside the equation of `{equation}`.</source>
        <translation>`{name}` 是 `{equation}` 的方程中某个运算的保留名。</translation>
    </message>
    <message>
        <source>Give that part an equation and a name of its own.</source>
        <translation>请给这一部分单独的方程和名字。</translation>
    </message>
    <message>
        <source>Write `{name}[t]` or `{name}[t-1]`.</source>
        <translation>请写 `{name}[t]` 或 `{name}[t-1]`。</translation>
    </message>
    <message>
        <source>`{name}` is untied and is read without a timestep.</source>
        <translation>`{name}` 不共享，读取时却没有写时间步。</translation>
    </message>
    <message>
        <source>Write `{name}[t]`.</source>
        <translation>请写 `{name}[t]`。</translation>
    </message>
    <message>
        <source>`{name}` is read both with and without [t].</source>
        <translation>读取 `{name}` 时有的带 [t]，有的不带。</translation>
    </message>
    <message>
        <source>A parameter is shared by every timestep; `untied` gives it a value at each.</source>
        <translation>参数由所有时间步共享；`untied` 使它在每个时间步各有一个值。</translation>
    </message>
    <message>
        <source>`{name}` is an untied parameter and cannot be read at a lag.</source>
        <translation>`{name}` 是不共享的参数，不能带滞后读取。</translation>
    </message>
    <message>
        <source>`{name}` is the gradient at `{of}` and cannot be read beside it.</source>
        <translation>`{name}` 是 `{of}` 处的梯度，不能与它一起读取。</translation>
    </message>
    <message>
        <source>`d{name}` is the gradient at `{name}` and cannot be defined beside it.</source>
        <translation>`d{name}` 是 `{name}` 处的梯度，不能与它一起定义。</translation>
    </message>
    <message>
        <source>`{name}` is untied, a parameter, and cannot be defined.</source>
        <translation>`{name}` 是不共享的参数，不能定义。</translation>
    </message>
    <message>
        <source>`{name}` is untied, and no equation reads it.</source>
        <translation>`{name}` 声明为不共享，却没有方程读取它。</translation>
    </message>
    <message>
        <source>Read it as `{name}[t]`.</source>
        <translation>请以 `{name}[t]` 读取。</translation>
    </message>
    <message>
        <source>`{name}` is declared a loss, and no equation defines `{name}[t]`.</source>
        <translation>`{name}` 声明为损失，却没有方程定义 `{name}[t]`。</translation>
    </message>
    <message>
        <source>`{name}` has a learned initial state, and no equation defines `{name}[t]`.</source>
        <translation>`{name}` 有可学习的初始状态，却没有方程定义 `{name}[t]`。</translation>
    </message>
    <message>
        <source>It reads `{name}[T+1]`, its border: write `learned {name}[T+1]`.</source>
        <translation>它读取的边界是 `{name}[T+1]`：请写 `learned {name}[T+1]`。</translation>
    </message>
    <message>
        <source>No timestep reads `{name}` there, before or after all timesteps.</source>
        <translation>在所有时间步之前或之后，都没有时间步读取那里的 `{name}`。</translation>
    </message>
    <message>
        <source>`{name}` is not defined in the first segment, and reads as zero where it begins.</source>
        <translation>`{name}` 没有在第一段中定义，在其开始处读作零。</translation>
    </message>
    <message>
        <source>`{name}` is not defined in the last segment, and reads as zero where it begins.</source>
        <translation>`{name}` 没有在最后一段中定义，在其开始处读作零。</translation>
    </message>
    <message>
        <source>Define it there, or leave this declaration out.</source>
        <translation>请在那里定义它，或去掉这一声明。</translation>
    </message>
</context>
<context>
    <name>equations.order</name>
    <message>
        <source>`{name}` waits for another segment that waits for it: no order of timesteps can compute it.</source>
        <translation>`{name}` 等待另一段，而那一段又等待它：任何时间步顺序都无法计算。</translation>
    </message>
    <message>
        <source>Let segments read each other in one direction only.</source>
        <translation>请让各段只朝一个方向互相读取。</translation>
    </message>
    <message>
        <source>`{name}[t]` is needed to compute itself within one timestep: no order can compute it.</source>
        <translation>计算 `{name}[t]` 时，同一时间步内就需要它自己：任何顺序都无法计算。</translation>
    </message>
    <message>
        <source>Read an earlier timestep, `{name}[t-1]`.</source>
        <translation>请读取更早的时间步 `{name}[t-1]`。</translation>
    </message>
    <message>
        <source>{first} and {second} are both read in one cycle: no order of timesteps can compute it.</source>
        <translation>{first} 和 {second} 在同一个环中都被读取：任何时间步顺序都无法计算。</translation>
    </message>
    <message>
        <source>These equations wait for one another: no order of timesteps can compute them.</source>
        <translation>这些方程互相等待：任何时间步顺序都无法计算。</translation>
    </message>
    <message>
        <source>Let every cycle read only earlier timesteps, or only later ones.</source>
        <translation>请让每个环只读取更早的时间步，或只读取更晚的时间步。</translation>
    </message>
</context>
<context>
    <name>equations.parser</name>
    <message>
        <source>{size!r} is no size: 0 is a scalar, 3 a vector, (3, 4) a matrix</source>
        <translation>{size!r} 不是大小：0 表示标量，3 表示向量，(3, 4) 表示矩阵</translation>
    </message>
    <message>
        <source>{count} names stand on the left, and one value on the right.</source>
        <translation>左边有 {count} 个名字，右边只有一个值。</translation>
    </message>
    <message>
        <source>Only `split(…, n)` gives several results.</source>
        <translation>只有 `split(…, n)` 给出多个结果。</translation>
    </message>
    <message>
        <source>`split` makes {count} parts, and {others} names take them.</source>
        <translation>`split` 分成 {count} 份，而左边有 {others} 个名字。</translation>
    </message>
    <message>
        <source>Write `split(…, {count})`.</source>
        <translation>请写 `split(…, {count})`。</translation>
    </message>
    <message>
        <source>Name each on the left: `a[t], b[t] = split(…, 2)`.</source>
        <translation>请在左边一一命名：`a[t], b[t] = split(…, 2)`。</translation>
    </message>
    <message>
        <source>`{name}` is defined without [t] and reads a timestep.</source>
        <translation>`{name}` 的定义不带 [t]，却读取了某个时间步。</translation>
    </message>
    <message>
        <source>`{name}` is defined without [t] and reads `{read}` at a timestep.</source>
        <translation>`{name}` 的定义不带 [t]，却读取了某个时间步的 `{read}`。</translation>
    </message>
    <message>
        <source>Write `{name}[t] = …`.</source>
        <translation>请写 `{name}[t] = …`。</translation>
    </message>
    <message>
        <source>Give it a line of its own: `a[t], b[t] = split(…, 2)`.</source>
        <translation>请把它单独写成一行：`a[t], b[t] = split(…, 2)`。</translation>
    </message>
    <message>
        <source>A size is declared for `{name}`, which no equation reads or defines.</source>
        <translation>为 `{name}` 声明了大小，却没有方程读取或定义它。</translation>
    </message>
    <message>
        <source>`{kind}` takes a class index of each timestep, and no number.</source>
        <translation>`{kind}` 要的是每个时间步的类别编号，而不是一个数。</translation>
    </message>
    <message>
        <source>`{name}` is declared a loss, and a loss is a scalar.</source>
        <translation>`{name}` 声明为损失，而损失应是标量。</translation>
    </message>
    <message>
        <source>Take its sum or mean.</source>
        <translation>请取它的和或平均值。</translation>
    </message>
</context>
<context>
    <name>equations.sentence</name>
    <message>
        <source>{first} and {second}</source>
        <translation>{first}，{second}</translation>
    </message>
</context>
<context>
    <name>equations.shape_rules</name>
    <message>
        <source>a scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>a vector of {size}</source>
        <translation>{size} 维向量</translation>
    </message>
    <message>
        <source>{result} and {shape} do not fit element by element</source>
        <translation>{result} 和 {shape} 不能逐元素对应</translation>
    </message>
    <message>
        <source>it works on a vector (or on each row of a matrix), not on a scalar</source>
        <translation>它作用于向量（或矩阵的每一行），而不是标量</translation>
    </message>
    <message>
        <source>@ multiplies matrices and vectors, and one side is a scalar: write *</source>
        <translation>@ 用于矩阵与向量相乘，而有一边是标量：请写 *</translation>
    </message>
    <message>
        <source>{left} @ {right}: the left side&apos;s last size {last} is not the right side&apos;s first {first}</source>
        <translation>{left} @ {right}：左边的最后一维 {last} 与右边的第一维 {first} 不等</translation>
    </message>
    <message>
        <source>dot takes two vectors of one length, not {left} and {right}</source>
        <translation>dot 需要两个长度相同的向量，而不是 {left} 和 {right}</translation>
    </message>
    <message>
        <source>outer takes two vectors, and this is {shape}</source>
        <translation>outer 需要两个向量，而这里是 {shape}</translation>
    </message>
    <message>
        <source>.T turns a matrix round, and this is {shape}</source>
        <translation>.T 用于转置矩阵，而这里是 {shape}</translation>
    </message>
    <message>
        <source>axis {axis} does not exist in {shape}</source>
        <translation>{shape} 没有轴 {axis}</translation>
    </message>
    <message>
        <source>{part} and {shape} cannot be joined along their first axis</source>
        <translation>{part} 和 {shape} 不能沿第一个轴拼接</translation>
    </message>
    <message>
        <source>{count} positions are asked of {shape}</source>
        <translation>向 {shape} 要求了 {count} 个下标</translation>
    </message>
    <message>
        <source>the slice is empty: the axis has {size} elements, counted from 0</source>
        <translation>切片为空：该轴有 {size} 个元素，从 0 数起</translation>
    </message>
    <message>
        <source>element {item} does not exist: the axis has {size} elements, counted from 0</source>
        <translation>元素 {item} 不存在：该轴有 {size} 个元素，从 0 数起</translation>
    </message>
    <message>
        <source>a scalar cannot be split</source>
        <translation>标量不能拆分</translation>
    </message>
    <message>
        <source>{shape} cannot be split into {count} equal parts</source>
        <translation>{shape} 不能拆成 {count} 等份</translation>
    </message>
    <message>
        <source>({start}, {stop}, {size}) is not a start, a stop and a size</source>
        <translation>({start}, {stop}, {size}) 不是起点、终点和大小</translation>
    </message>
    <message>
        <source>{shape} does not fill the {count} elements it is placed at</source>
        <translation>{shape} 填不满它要放入的 {count} 个元素</translation>
    </message>
    <message>
        <source>{shape} cannot be spread to {sizes}</source>
        <translation>{shape} 不能扩展为 {sizes}</translation>
    </message>
    <message>
        <source>{shape} cannot be summed to {attributes}</source>
        <translation>{shape} 不能求和为 {attributes}</translation>
    </message>
    <message>
        <source>a class index is a scalar, and this is {shape}</source>
        <translation>类别索引应是标量，而这里是 {shape}</translation>
    </message>
    <message>
        <source>embed takes a row of a matrix, and this is {shape}</source>
        <translation>embed 取矩阵的一行，而这里是 {shape}</translation>
    </message>
    <message>
        <source>argmax takes a vector, and this is {shape}</source>
        <translation>argmax 需要向量，而这里是 {shape}</translation>
    </message>
    <message>
        <source>the {name} is {shape}, and the last axis has {other}</source>
        <translation>{name} 是 {shape}，而最后一个轴的大小是 {other}</translation>
    </message>
    <message>
        <source>cross_entropy takes a vector of logits, and this is {shape}</source>
        <translation>cross_entropy 需要 logits 向量，而这里是 {shape}</translation>
    </message>
    <message>
        <source>the target is {shape}, neither a class index nor {other} probabilities</source>
        <translation>目标是 {shape}，既不是类别索引，也不是 {other} 个概率</translation>
    </message>
    <message>
        <source>the prediction is {shape} and the target {other}</source>
        <translation>预测是 {shape}，而目标是 {other}</translation>
    </message>
</context>
<context>
    <name>equations.syntax</name>
    <message>
        <source>`{mark}` is not of the language</source>
        <translation>语言中没有 `{mark}`</translation>
    </message>
    <message>
        <source>invalid syntax</source>
        <translation>语法无效</translation>
    </message>
    <message>
        <source>invalid decimal literal</source>
        <translation>十进制数写法无效</translation>
    </message>
    <message>
        <source>unexpected indent</source>
        <translation>意外的缩进</translation>
    </message>
    <message>
        <source>unterminated string literal</source>
        <translation>字符串没有结尾</translation>
    </message>
    <message>
        <source>unexpected EOF while parsing</source>
        <translation>读到结尾时还不完整</translation>
    </message>
    <message>
        <source>cannot assign to expression here</source>
        <translation>不能对表达式赋值</translation>
    </message>
    <message>
        <source>cannot assign to literal here</source>
        <translation>不能对常数赋值</translation>
    </message>
    <message>
        <source>cannot assign to function call here</source>
        <translation>不能对函数调用赋值</translation>
    </message>
    <message>
        <source>positional argument follows keyword argument</source>
        <translation>位置参数跟在关键字参数之后</translation>
    </message>
    <message>
        <source>unindent does not match any outer indentation level</source>
        <translation>缩进与外层的任何一级都不符</translation>
    </message>
    <message>
        <source>&apos;{mark}&apos; was never closed</source>
        <translation>“{mark}”没有闭合</translation>
    </message>
    <message>
        <source>unmatched &apos;{mark}&apos;</source>
        <translation>多余的“{mark}”</translation>
    </message>
    <message>
        <source>`{mark}` is no character of the language</source>
        <translation>语言中没有 `{mark}` 这个字符</translation>
    </message>
    <message>
        <source>More than {most} operations stand one inside another (in a sum, each term inside the next).</source>
        <translation>超过 {most} 个运算层层嵌套（在求和中，每一项都嵌在下一项里）。</translation>
    </message>
    <message>
        <source>Give a part of it an equation and a name of its own.</source>
        <translation>请给其中一部分单独的方程和名字。</translation>
    </message>
    <message>
        <source>A comparison takes two sides.</source>
        <translation>比较只有两边。</translation>
    </message>
    <message>
        <source>Multiply two comparisons: (a &lt; b) * (b &lt; c).</source>
        <translation>请把两个比较相乘：(a &lt; b) * (b &lt; c)。</translation>
    </message>
    <message>
        <source>`.{attr}` is unknown.</source>
        <translation>`.{attr}` 未知。</translation>
    </message>
    <message>
        <source>Only `.T`, the transpose, can follow a value.</source>
        <translation>值后面只能跟 `.T`，即转置。</translation>
    </message>
    <message>
        <source>`and`, `or` and `not` are not operations.</source>
        <translation>`and`、`or` 和 `not` 不是运算。</translation>
    </message>
    <message>
        <source>Multiply or add comparisons.</source>
        <translation>请用比较的相乘或相加。</translation>
    </message>
    <message>
        <source>`{source}` is no expression of the language.</source>
        <translation>`{source}` 不是语言中的表达式。</translation>
    </message>
    <message>
        <source>It has names, numbers, + - * / @ **, comparisons, slices and calls of its operations.</source>
        <translation>语言中有名字、数、+ - * / @ **、比较、切片，以及对各运算的调用。</translation>
    </message>
    <message>
        <source>`{name}` is an operation and is called: `{name}(…)`.</source>
        <translation>`{name}` 是运算，要这样调用：`{name}(…)`。</translation>
    </message>
    <message>
        <source>`t` is the timestep and stands in brackets only: `h[t]`.</source>
        <translation>`t` 是时间步，只能写在方括号中：`h[t]`。</translation>
    </message>
    <message>
        <source>`{source}` is not a number.</source>
        <translation>`{source}` 不是数。</translation>
    </message>
    <message>
        <source>The number is too large.</source>
        <translation>这个数太大。</translation>
    </message>
    <message>
        <source>{what} is a whole number written out, not `{source}`.</source>
        <translation>{what} 应是直接写出的整数，而不是 `{source}`。</translation>
    </message>
    <message>
        <source>A lag</source>
        <translation>滞后</translation>
    </message>
    <message>
        <source>A lag of {lag} is too large.</source>
        <translation>滞后 {lag} 太大。</translation>
    </message>
    <message>
        <source>At most 10000.</source>
        <translation>最多 10000。</translation>
    </message>
    <message>
        <source>Write `t`, `t-1`, `t+2`.</source>
        <translation>请写 `t`、`t-1`、`t+2`。</translation>
    </message>
    <message>
        <source>Write `t`, `t-1`, `t+2`, with a constant lag.</source>
        <translation>请写 `t`、`t-1`、`t+2`，滞后须为常数。</translation>
    </message>
    <message>
        <source>Only a name can be read at a timestep.</source>
        <translation>只有名字才能在某个时间步读取。</translation>
    </message>
    <message>
        <source>Give `{source}` an equation of its own and read its name.</source>
        <translation>请给 `{source}` 单独的方程，并读取它的名字。</translation>
    </message>
    <message>
        <source>An element</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>A slice has a start and a stop, and no step.</source>
        <translation>切片有起点和终点，没有步长。</translation>
    </message>
    <message>
        <source>A slice&apos;s end</source>
        <translation>切片的端点</translation>
    </message>
    <message>
        <source>`{source}` cannot be called.</source>
        <translation>`{source}` 不能调用。</translation>
    </message>
    <message>
        <source>`{kind}` is not an operation.</source>
        <translation>`{kind}` 不是运算。</translation>
    </message>
    <message>
        <source>`{kind}` takes its operands one by one.</source>
        <translation>`{kind}` 的操作数要逐个写出。</translation>
    </message>
    <message>
        <source>`{kind}` takes 1 operand, and none is given.</source>
        <translation>`{kind}` 需要 1 个操作数，而没有给出。</translation>
    </message>
    <message>
        <source>`{kind}` takes {least} operands, and {given} are given.</source>
        <translation>`{kind}` 需要 {least} 个操作数，而给出了 {given} 个。</translation>
    </message>
    <message>
        <source>`{kind}` takes {least} operands, and 1 is given.</source>
        <translation>`{kind}` 需要 {least} 个操作数，而只给出 1 个。</translation>
    </message>
    <message>
        <source>`{kind}` takes {least} operands, and none is given.</source>
        <translation>`{kind}` 需要 {least} 个操作数，而没有给出。</translation>
    </message>
    <message>
        <source>It takes {names}.</source>
        <translation>它需要 {names}。</translation>
    </message>
    <message>
        <source>`{kind}` takes no `{name}`.</source>
        <translation>`{kind}` 没有 `{name}`。</translation>
    </message>
    <message>
        <source>A size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>An axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>`{kind}` takes {most} arguments, and {count} are given.</source>
        <translation>`{kind}` 有 {most} 个参数，而给出了 {count} 个。</translation>
    </message>
    <message>
        <source>`{kind}` takes 1 argument, and {count} are given.</source>
        <translation>`{kind}` 有 1 个参数，而给出了 {count} 个。</translation>
    </message>
    <message>
        <source>`keep` goes with `axis`.</source>
        <translation>`keep` 要与 `axis` 一起使用。</translation>
    </message>
    <message>
        <source>`{kind}` needs the number of `{constant}`: `{kind}(…, 4)`.</source>
        <translation>`{kind}` 需要 `{constant}` 的个数：`{kind}(…, 4)`。</translation>
    </message>
    <message>
        <source>The number of `{constant}`</source>
        <translation>`{constant}` 的个数</translation>
    </message>
    <message>
        <source>The number of `{constant}` is at least 1.</source>
        <translation>`{constant}` 的个数至少为 1。</translation>
    </message>
    <message>
        <source>A position is (start, stop, size).</source>
        <translation>位置应是（起点，终点，大小）。</translation>
    </message>
    <message>
        <source>A position</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>cells</name>
    <message>
        <source>Vanilla RNN</source>
        <translation>普通 RNN</translation>
    </message>
    <message>
        <source>The lecture&apos;s network: one state, carried from each timestep to the next.</source>
        <translation>课堂上的网络：一个状态，从每个时间步传到下一个。</translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation>LSTM</translation>
    </message>
    <message>
        <source>A cell state c beside h, and three gates; the four are stacked in one product, in PyTorch&apos;s order i f g o.</source>
        <translation>除 h 外还有细胞状态 c 和三个门；四者叠成一个乘积，顺序与 PyTorch 相同，为 i f g o。</translation>
    </message>
    <message>
        <source>GRU</source>
        <translation>GRU</translation>
    </message>
    <message>
        <source>No cell state: the update gate z mixes the old h with the new n. As in PyTorch, r acts after the product.</source>
        <translation>没有细胞状态：更新门 z 把旧的 h 与新的 n 混合。与 PyTorch 相同，r 作用在乘积之后。</translation>
    </message>
    <message>
        <source>Peephole LSTM</source>
        <translation>窥视孔 LSTM</translation>
    </message>
    <message>
        <source>An LSTM whose gates also look at the cell state, through one weight a unit.</source>
        <translation>门也能看到细胞状态的 LSTM，每个单元一个权重。</translation>
    </message>
    <message>
        <source>Two layers</source>
        <translation>两层</translation>
    </message>
    <message>
        <source>The states of the first layer are the inputs of the second.</source>
        <translation>第一层的状态是第二层的输入。</translation>
    </message>
    <message>
        <source>Bidirectional RNN</source>
        <translation>双向 RNN</translation>
    </message>
    <message>
        <source>One state runs to the right, one to the left; the outputs wait for both. On a text it may look at the answer.</source>
        <translation>一个状态向右传，一个向左传；输出要等两者都到。在文本上，它可能看到答案。</translation>
    </message>
    <message>
        <source>Residual RNN</source>
        <translation>残差 RNN</translation>
    </message>
    <message>
        <source>Each timestep adds to the state instead of replacing it: the gradient has a straight way back.</source>
        <translation>每个时间步在状态上相加，而不是取而代之：梯度有一条直路可以返回。</translation>
    </message>
</context>
</TS>
